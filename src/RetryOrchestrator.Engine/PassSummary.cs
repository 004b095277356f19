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
    public static RetryPassSummary Of(
        PassId id,
        DateTimeOffset startedAt,
        PassClock clock,
        RunNumbers numbers,
        RetryPrice retries,
        PassVerdict verdict
    )
    {
        var (tally, jobs) = numbers;
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
            StartedAt = startedAt,
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
