using System.Globalization;
using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>Holds the state against the witness, promise by promise.</summary>
internal static partial class Verdict
{
    /// <param name="folder">The folder of a run that is over.</param>
    /// <param name="limits">The limits it ran under.</param>
    /// <param name="cutOff">The attempts that were in flight when their host was killed, kill by kill.</param>
    /// <param name="shown">All lines that all hosts ever showed.</param>
    public static void Check(
        CrashFolder folder,
        Limits limits,
        IReadOnlyList<IReadOnlyList<OrchestratorAttempt>> cutOff,
        IReadOnlyList<string> shown
    )
    {
        var state = folder.ReadState()!;
        var lines = folder.Witness.Read();
        Assert.Equal(RunState.Completed, state.Status.State);

        NoJobIsMissing(folder, state);
        CheckCounts(state);
        EveryStartIsInTheHistory(lines, state.Attempts);
        NothingStartsAfterItsSuccess(lines, state.Attempts);
        SuccessesWereSeenToEnd(lines, state.Attempts);
        ExactlyWhatWasInFlightIsInterrupted(state.Attempts, [.. cutOff.SelectMany(open => open)]);
        OnlyASuspectThatRanAloneIsGuilty(state.Attempts, cutOff);
        LimitVerdict.AttemptsAndLimitsAddUp(state, limits);
        NoTwoAttemptsOfAJobOverlap(lines);
        WhatWasShownWasStored(shown, state.Attempts);
        TheMirrorShowsTheState(folder, state);
        NothingIsLeftAtWork(folder);
    }

    /// <summary>0 says that all succeeded, 1 that failures remain.</summary>
    public static void CheckExitCode(LiveHost host, StateSnapshot state) =>
        Assert.True(
            host.ExitCode == (state.Status.Succeeded == state.Status.Total ? 0 : 1),
            $"Exit code {host.ExitCode}.\n{host}"
        );

    /// <summary>A reader sees numbers that add up, also of a state that was cut off.</summary>
    public static void CheckCounts(StateSnapshot state)
    {
        var status = state.Status;
        Assert.Equal(status.Total, state.Jobs.Count);
        Assert.Equal(
            [
                (JobStatus.Pending, status.Pending),
                (JobStatus.Claimed, status.Claimed),
                (JobStatus.Success, status.Succeeded),
                (JobStatus.Retrying, status.Retrying),
                (JobStatus.Failed, status.Failed),
                (JobStatus.Skipped, status.Skipped),
                (JobStatus.Uncertain, status.Uncertain),
            ],
            Enum.GetValues<JobStatus>().Select(s => (s, state.Jobs.Count(job => job.Status == s)))
        );
        Assert.Equal(status.Claimed, state.Open.Count());
    }

    /// <summary>At whatever moment the host died: a line for each job, and no line cut off.</summary>
    public static void CheckMirrorIsWhole(CrashFolder folder)
    {
        if (File.Exists(folder.Paths.Mirror))
        {
            var text = File.ReadAllText(folder.Paths.Mirror);
            Assert.EndsWith("\n", text);
            var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(rows, row => Assert.Equal(CellsOf(rows[0]).Length, CellsOf(row).Length));
            Assert.Equal(folder.JobIds.Take(rows.Length - 1), rows.Skip(1).Select(FirstCell));
        }
    }

    private static void NoJobIsMissing(CrashFolder folder, StateSnapshot state)
    {
        Assert.Equal(folder.JobIds, state.Jobs.Select(job => job.JobId));
        Assert.Equal(folder.JobIds.Count, state.Status.Total);
        Assert.Equal(0, state.Status.Claimed + state.Status.Pending);
    }

    private static void EveryStartIsInTheHistory(
        IReadOnlyList<WitnessLine> lines,
        IReadOnlyList<OrchestratorAttempt> attempts
    )
    {
        var started = lines
            .Where(line => line.Event == Witness.Start)
            .Select(line => (line.JobId, line.Attempt))
            .ToList();
        Assert.Equal(started.Distinct(), started);
        var history = attempts.Select(attempt => (attempt.JobId, attempt.Number)).ToHashSet();
        Assert.Subset(history, started.ToHashSet());

        // The other way round, only an attempt whose host died before its program began.
        Assert.All(
            attempts.ExceptBy(started, attempt => (attempt.JobId, attempt.Number)),
            attempt => Assert.True(DiedWithItsHost(attempt), $"{attempt.JobId}: {attempt.Outcome}")
        );
    }

    private static void NothingStartsAfterItsSuccess(
        IReadOnlyList<WitnessLine> lines,
        IReadOnlyList<OrchestratorAttempt> attempts
    )
    {
        foreach (var success in attempts.Where(a => a.Outcome == AttemptOutcome.Success))
        {
            Assert.DoesNotContain(
                lines,
                line => line.JobId == success.JobId && line.Attempt > success.Number
            );
        }
    }

    private static void SuccessesWereSeenToEnd(
        IReadOnlyList<WitnessLine> lines,
        IReadOnlyList<OrchestratorAttempt> attempts
    ) =>
        Assert.All(
            attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Success),
            attempt =>
                Assert.Contains(new WitnessLine(attempt.JobId, attempt.Number, Witness.End), lines)
        );

    /// <summary>
    /// Whether an attempt ended with its host: interrupted, or found guilty of its death.
    /// </summary>
    public static bool DiedWithItsHost(OrchestratorAttempt attempt) =>
        attempt.Outcome == AttemptOutcome.Interrupted || attempt.FailureType == Failure.GuiltyType;

    /// <summary>
    /// What was claimed when a host was killed is Interrupted, or guilty when it was a suspect that
    /// ran alone; unless it never began: then the claim is as if it had never been, and another
    /// attempt has its number.
    /// </summary>
    public static void ExactlyWhatWasInFlightIsInterrupted(
        IReadOnlyList<OrchestratorAttempt> attempts,
        IReadOnlyList<OrchestratorAttempt> cutOff
    )
    {
        var claims = cutOff.Select(ClaimOf).ToHashSet();
        var interrupted = attempts.Where(DiedWithItsHost).ToList();
        Assert.All(interrupted, attempt => Assert.Contains(ClaimOf(attempt), claims));
        Assert.All(
            attempts.Except(interrupted),
            attempt => Assert.DoesNotContain(ClaimOf(attempt), claims)
        );

        static (string, int, DateTimeOffset) ClaimOf(OrchestratorAttempt attempt) =>
            (attempt.JobId, attempt.Number, attempt.StartedAt);
    }

    /// <summary>
    /// An attempt that was interrupted costs its job nothing and makes it a suspect; a job is guilty
    /// when its host died while it ran as one, and has no attempt after that. No job dies with more
    /// than three hosts. Of what failed, only what a guard gave back costs nothing: jobs that fail by
    /// chance may fail in a row on one worker.
    /// </summary>
    public static void OnlyASuspectThatRanAloneIsGuilty(
        IReadOnlyList<OrchestratorAttempt> attempts,
        IReadOnlyList<IReadOnlyList<OrchestratorAttempt>> kills
    )
    {
        foreach (var job in attempts.GroupBy(attempt => attempt.JobId))
        {
            var own = job.OrderBy(attempt => attempt.Number).ToList();
            Assert.All(
                own,
                attempt =>
                    Assert.True(
                        attempt.GivenBack is not null
                            == (
                                attempt.Outcome == AttemptOutcome.Interrupted
                                || WasGivenBackByAGuard(attempt)
                            ),
                        $"{attempt.JobId}/{attempt.Number}: {attempt.Outcome}, given back: {attempt.GivenBack}"
                    )
            );
            var guilt = own.FindIndex(a => a.FailureType == Failure.GuiltyType);
            if (guilt < 0)
            {
                continue;
            }

            Assert.Equal(own.Count - 1, guilt);
            Assert.Contains(own[..guilt], a => a.Outcome == AttemptOutcome.Interrupted);
            Assert.Contains(
                kills,
                open =>
                    open.Count == 1
                    && open[0].JobId == job.Key
                    && open[0].Number == own[guilt].Number
            );
        }
    }

    private static bool WasGivenBackByAGuard(OrchestratorAttempt attempt) =>
        attempt is { Outcome: AttemptOutcome.Failed, GivenBack: { } reason }
        && GuardReason().IsMatch(reason);

    private static void NoTwoAttemptsOfAJobOverlap(IReadOnlyList<WitnessLine> lines)
    {
        foreach (var job in lines.GroupBy(line => line.JobId))
        {
            var attempts = job.Select(line => line.Attempt).ToList();
            Assert.True(
                attempts.SequenceEqual(attempts.Order()),
                $"{job.Key}: an attempt was at work after a later one began: "
                    + string.Join(", ", job.Select(line => $"{line.Event} {line.Attempt}"))
            );
        }
    }

    public static void WhatWasShownWasStored(
        IReadOnlyList<string> shown,
        IReadOnlyList<OrchestratorAttempt> attempts
    )
    {
        var outcomes = attempts.ToDictionary(a => (a.JobId, a.Number), a => a.Outcome);
        foreach (var match in shown.Select(line => AttemptLine().Match(line)))
        {
            if (match.Success)
            {
                var number = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
                var found = outcomes.TryGetValue((match.Groups[1].Value, number), out var outcome);
                Assert.True(
                    found
                        && match.Groups[3].Value switch
                        {
                            "succeeded" => outcome == AttemptOutcome.Success,
                            "failed" => outcome == AttemptOutcome.Failed,
                            _ => true,
                        },
                    $"It showed '{match.Value}', and stored {(found ? outcome : "no such attempt")}."
                );
            }
        }
    }

    private static void TheMirrorShowsTheState(CrashFolder folder, StateSnapshot state)
    {
        var rows = File.ReadAllLines(folder.Paths.Mirror).Select(CellsOf).ToList();
        var status = Array.IndexOf(rows[0], "status");
        var attempts = Array.IndexOf(rows[0], "attempts");
        Assert.Equal(
            state.Jobs.Select(job => (job.JobId, job.Status.ToWord(), $"{job.Attempts}")),
            rows.Skip(1).Select(row => (row[0], row[status], row[attempts]))
        );
    }

    private static void NothingIsLeftAtWork(CrashFolder folder) =>
        Assert.Empty(Leftovers.ProcessesOf(folder.FullName));

    private static string[] CellsOf(string row) =>
        [.. Cell().Matches(row).Select(cell => cell.Groups[1].Value)];

    private static string FirstCell(string row) =>
        row[..row.IndexOf(',', StringComparison.Ordinal)];

    [GeneratedRegex("^worker [0-9]+ was |^everything failed alike")]
    private static partial Regex GuardReason();

    // Between commas; in quotes there may be some.
    [GeneratedRegex("""(?:^|,)((?:"(?:[^"]|"")*")|[^,]*)""")]
    private static partial Regex Cell();

    [GeneratedRegex(@"job (v\d+) \(attempt (\d+)\) (started|succeeded|failed)")]
    private static partial Regex AttemptLine();
}
