using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>Holds the state against the witness, promise by promise.</summary>
internal static class Verdict
{
    /// <param name="folder">The folder of a run that is over.</param>
    /// <param name="kills">How often its process was killed.</param>
    /// <param name="options">The limits it ran under.</param>
    public static void Check(JobsFolder folder, int kills, Limits options)
    {
        var state = new StateStore(new SystemProcessTable(), TimeProvider.System);
        using var reader = state.OpenForReading(folder.State);
        var jobs = reader.ReadJobs(new JobQuery()).ToList();
        var attempts = reader.ReadAttempts(new JobQuery()).ToList();
        var lines = Witness.Read(folder.FullName);

        NoJobIsMissing(folder, jobs, reader.ReadStatus());
        EveryStartIsInTheHistory(lines, attempts);
        NothingStartsAfterItsSuccess(lines, attempts);
        SuccessesWereSeenToEnd(lines, attempts);
        OnlyWhatWasInFlightIsInterrupted(attempts, kills, options);
        AttemptsAndLimitsAddUp(jobs, attempts, reader.ReadPasses(new PassQuery()), options);
        NoTwoAttemptsOfAJobOverlap(lines);
    }

    private static void NoJobIsMissing(
        JobsFolder folder,
        List<OrchestratorJob> jobs,
        OrchestratorStatus status
    )
    {
        Assert.Equal(folder.JobIds, jobs.Select(job => job.JobId));
        Assert.Equal(folder.JobIds.Count, status.Total);
        Assert.Equal(status.Succeeded, jobs.Count(job => job.Status == JobStatus.Success));
        Assert.Equal(status.Failed, jobs.Count(job => job.Status == JobStatus.Failed));
        Assert.Equal(status.Skipped, jobs.Count(job => job.Status == JobStatus.Skipped));
        Assert.Equal(0, status.Claimed);
    }

    private static void EveryStartIsInTheHistory(
        IReadOnlyList<WitnessLine> lines,
        List<OrchestratorAttempt> attempts
    )
    {
        var started = lines.Where(line => line.Event == "start").ToList();
        Assert.Equal(started.Distinct().Count(), started.Count);
        var history = attempts.Select(attempt => (attempt.JobId, attempt.Number)).ToHashSet();
        Assert.All(started, line => Assert.Contains((line.JobId, line.Attempt), history));

        // The other way round, only an attempt whose host died before its program began.
        var witnessed = started.Select(line => (line.JobId, line.Attempt)).ToHashSet();
        Assert.All(
            attempts.Where(attempt => !witnessed.Contains((attempt.JobId, attempt.Number))),
            attempt => Assert.Equal(AttemptOutcome.Interrupted, attempt.Outcome)
        );
    }

    private static void NothingStartsAfterItsSuccess(
        IReadOnlyList<WitnessLine> lines,
        List<OrchestratorAttempt> attempts
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
        List<OrchestratorAttempt> attempts
    ) =>
        Assert.All(
            attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Success),
            attempt => Assert.Contains(new WitnessLine("end", attempt.JobId, attempt.Number), lines)
        );

    private static void OnlyWhatWasInFlightIsInterrupted(
        List<OrchestratorAttempt> attempts,
        int kills,
        Limits options
    ) =>
        Assert.InRange(
            attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Interrupted),
            0,
            kills * options.Workers
        );

    private static void AttemptsAndLimitsAddUp(
        List<OrchestratorJob> jobs,
        List<OrchestratorAttempt> attempts,
        IReadOnlyList<RetryPassSummary> passes,
        Limits options
    )
    {
        Assert.All(attempts, attempt => Assert.NotNull(attempt.EndedAt));
        var counted = attempts
            .Where(attempt => attempt.Outcome != AttemptOutcome.Cancelled)
            .ToList();
        foreach (var job in jobs)
        {
            var own = counted.Where(attempt => attempt.JobId == job.JobId).ToList();
            Assert.Equal(job.Attempts, own.Count);
            Assert.InRange(own.Count, 0, options.MaxAttempts);
            Assert.InRange(
                own.GroupBy(a => a.Pass).Select(g => g.Count()).DefaultIfEmpty().Max(),
                0,
                1
            );
            var infrastructure = own.Count(a => a.Category == FailureCategory.Infrastructure);
            Assert.InRange(infrastructure, 0, options.InfrastructureRetries + 1);
        }

        foreach (var pass in passes)
        {
            Assert.Equal(pass.Processed, counted.Count(attempt => attempt.Pass == pass.Pass));
        }

        Assert.InRange(passes.Count, 0, options.MaxPasses);
    }

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
}

/// <summary>The limits of a run.</summary>
internal sealed record Limits(
    int Workers,
    int MaxPasses,
    int MaxAttempts,
    int InfrastructureRetries
);
