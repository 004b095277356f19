using System.Globalization;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// Kills hosts whose programs are so short that their claims are made ahead of time: what had not
/// begun is as if it had never been claimed.
/// </summary>
public sealed class ShortProgramTests : IDisposable
{
    private const int JobsPerKill = 180;
    private const int Workers = 3;
    private static readonly int Wanted = ProofSettings.Pick(inShort: 8, inLong: 80);
    private static readonly int Jobs = JobsPerKill * Wanted;
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("short-");
    private readonly List<OrchestratorAttempt> _cutOff = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Only_what_had_begun_is_interrupted_and_everything_else_runs_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nothing is claimed ahead elsewhere.");
        var chance = new Random(ProofSettings.Seed());
        var (kills, ahead) = (0, 0);
        Write();

        // On a machine that is too busy no program is short enough: then some more.
        while (kills < Wanted || (ahead == 0 && kills < 5 * Wanted))
        {
            if (SitThrough(chance.Next(20, JobsPerKill)) is not { } open)
            {
                Write(Jobs);
                continue;
            }

            kills++;
            ahead += open.Count > Workers ? 1 : 0;
            _cutOff.AddRange(open);
        }

        using var last = Start();
        Assert.True(last.ExitsWithin(Ample), $"The host did not end.\n{last}");
        Assert.True(last.ExitCode == 0, $"Exit code {last.ExitCode}.\n{last}");

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kills} kills, {_cutOff.Count} open claims, {ahead} times more than workers"
        );
        Assert.NotEqual(0, ahead);
        Check(StateSnapshot.Read(State)!, kills);
    }

    private string State => StatePaths.ForJobs(At("jobs.csv")).State;

    /// <summary>Writes the list, and as many jobs more as are asked for.</summary>
    private void Write(int more = 0)
    {
        var jobs = File.Exists(At("jobs.csv")) ? File.ReadLines(At("jobs.csv")).Count() - 1 : Jobs;
        File.WriteAllLines(
            At("jobs.csv"),
            ["job_id", .. Enumerable.Range(1, jobs + more).Select(n => $"v{n}")]
        );
        File.WriteAllText(
            At("job.sh"),
            "echo \"$ORCHESTRATOR_JOB_ID $ORCHESTRATOR_ATTEMPT\" >> \"$1\"\n"
        );
    }

    private LiveHost Start() =>
        new(
            _folder.FullName,
            "Start-OrchestratorRun",
            "-Command",
            "/bin/sh",
            "-ArgumentList",
            $"{At("job.sh")},{At("witness.log")}",
            "-Workers",
            $"{Workers}",
            "-Banner",
            "None"
        );

    /// <summary>One start, killed after so many programs.</summary>
    /// <returns>The claims that were open then, or null when the run ended before.</returns>
    private List<OrchestratorAttempt>? SitThrough(int programs)
    {
        var before = Witnessed().Count;
        using var host = Start();
        Assert.True(
            SpinWait.SpinUntil(
                () => host.HasExited || Witnessed().Count >= before + programs,
                Ample
            ),
            $"Neither the programs came nor the end.\n{host}"
        );
        if (host.HasExited)
        {
            return null;
        }

        host.Kill();
        var state = StateSnapshot.Read(StateSnapshot.Copy(State, At("copy.db")))!;
        Verdict.CheckCounts(state);
        return state.Open.ToList();
    }

    private void Check(StateSnapshot state, int kills)
    {
        var started = Witnessed();
        var history = state.Attempts.Select(a => (a.JobId, a.Number)).ToHashSet();
        Assert.Equal(started.Distinct(), started);
        Assert.Subset(history, started.ToHashSet());
        Assert.All(
            state.Attempts.GroupBy(attempt => attempt.JobId),
            job =>
            {
                Assert.Equal(AttemptOutcome.Success, job.MaxBy(a => a.Number)!.Outcome);
                Assert.Single(job, attempt => attempt.Outcome == AttemptOutcome.Success);
            }
        );
        Assert.False(File.Exists(State + "-begun"));
        Assert.All(
            state.Attempts.Where(a => a.Outcome != AttemptOutcome.Success),
            attempt => Assert.Equal(AttemptOutcome.Interrupted, attempt.Outcome)
        );
        Verdict.ExactlyWhatWasInFlightIsInterrupted(state.Attempts, _cutOff);

        // A worker marks an attempt, and starts its program a moment later.
        var silent = state.Attempts.ExceptBy(started, a => (a.JobId, a.Number)).ToList();
        Assert.All(silent, a => Assert.Equal(AttemptOutcome.Interrupted, a.Outcome));
        Assert.InRange(silent.Count, 0, kills * Workers);
    }

    private List<(string JobId, int Number)> Witnessed() =>
        File.Exists(At("witness.log"))
            ? File.ReadLines(At("witness.log"))
                .Select(line => line.Split(' '))
                .Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))
                .ToList()
            : [];

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
