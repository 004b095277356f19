using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine;

/// <summary>Which pass.</summary>
/// <param name="RunId">Of which run.</param>
/// <param name="Pass">From 1.</param>
/// <param name="MaxPasses">The limit it runs under.</param>
internal readonly record struct PassId(long RunId, int Pass, int MaxPasses);

/// <summary>Makes the summary of a pass that has ended.</summary>
internal static class PassSummary
{
    /// <param name="id">The pass.</param>
    /// <param name="opened">The pass as it was entered.</param>
    /// <param name="clock">How long it has been at work.</param>
    /// <param name="numbers">Where it stands, in the moment in which it is closed.</param>
    /// <param name="stopped">Whether the operator stopped the run.</param>
    /// <param name="halt">Why the run stopped itself, or null.</param>
    /// <param name="failOnFlaky">Whether success on a retry only is no full success.</param>
    public static RetryPassSummary Of(
        PassId id,
        OpenedPass opened,
        PassClock clock,
        RunNumbers numbers,
        bool stopped,
        RunHalt? halt,
        bool failOnFlaky
    )
    {
        var (tally, jobs) = numbers;
        var retries = opened.RetriesBefore.Plus(tally.SucceededOnRetry, tally.RetryTime);
        var verdict = PassVerdict.Of(
            stopped,
            tally,
            jobs,
            id.Pass,
            id.MaxPasses,
            halt,
            failOnFlaky ? retries.Jobs : 0
        );
        return new RetryPassSummary
        {
            RunId = id.RunId,
            Pass = id.Pass,
            MaxPasses = id.MaxPasses,
            Processed = tally.Processed,
            Succeeded = tally.Succeeded,
            FailedAccount = tally.FailedAccount,
            FailedInfrastructure = tally.FailedInfrastructure,
            FailedUnknown = tally.FailedUnknown,
            FailedInput = tally.FailedInput,
            Uncertain = tally.Uncertain,
            SucceededOnRetry = tally.SucceededOnRetry,
            RetryTime = tally.RetryTime,
            Skipped = tally.Skipped,
            LeftoversEnded = tally.LeftoversEnded,
            LeftAtWork = tally.LeftAtWork,
            Cancelled = tally.Cancelled,
            Deferred = tally.Deferred,
            GivenBack = tally.GivenBack,
            SuccessRate = SuccessRate.Of(tally.Succeeded, tally.Processed),
            StartedAt = opened.StartedAt,
            EndedAt = clock.Now,
            Duration = clock.Worked,
            Result = verdict.Result,
            WillRetry = verdict.WillRetry,
            NextAction = verdict.NextAction,
            RunSucceeded = jobs.Succeeded,
            RunUncertain = jobs.Uncertain,
            RunSucceededOnRetry = retries.Jobs,
            RunRetryTime = retries.Time,
            RunTotal = jobs.Total,
        };
    }
}
