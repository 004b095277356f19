using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// How the end of an attempt counts in its pass. A tally may be a change too, whose numbers are below
/// zero where less is counted than before: changes of several members add up in any order.
/// </summary>
internal static class PassTallies
{
    /// <summary>Two tallies together, or a tally after a change.</summary>
    public static PassTally Sum(PassTally one, PassTally other) =>
        new()
        {
            Succeeded = one.Succeeded + other.Succeeded,
            FailedAccount = one.FailedAccount + other.FailedAccount,
            FailedInfrastructure = one.FailedInfrastructure + other.FailedInfrastructure,
            FailedUnknown = one.FailedUnknown + other.FailedUnknown,
            FailedInput = one.FailedInput + other.FailedInput,
            Skipped = one.Skipped + other.Skipped,
            Cancelled = one.Cancelled + other.Cancelled,
            Deferred = one.Deferred + other.Deferred,
            LeftoversEnded = one.LeftoversEnded + other.LeftoversEnded,
            LeftAtWork = one.LeftAtWork + other.LeftAtWork,
            Uncertain = one.Uncertain + other.Uncertain,
            SucceededOnRetry = one.SucceededOnRetry + other.SucceededOnRetry,
            RetryTime = one.RetryTime + other.RetryTime,
            GivenBack = one.GivenBack + other.GivenBack,
        };

    /// <summary>The tally with one more end: each job counts by its last attempt in the pass.</summary>
    /// <param name="tally">The numbers so far.</param>
    /// <param name="end">The end.</param>
    /// <param name="wasCancelled">Whether a stop ended the job's attempt before in this pass.</param>
    public static PassTally Count(PassTally tally, AttemptEnd end, bool wasCancelled = false)
    {
        if (wasCancelled)
        {
            tally = tally with { Cancelled = tally.Cancelled - 1 };
        }

        return end.Outcome switch
        {
            _ when end.GivenBack is not null => tally with { GivenBack = tally.GivenBack + 1 },
            AttemptOutcome.Success => tally with { Succeeded = tally.Succeeded + 1 },
            AttemptOutcome.Cancelled => tally with { Cancelled = tally.Cancelled + 1 },
            AttemptOutcome.Deferred => tally with { Deferred = tally.Deferred + 1 },
            // Asked whether it happened: that it did is a success, that it did not a failure.
            AttemptOutcome.Uncertain when end.Status == JobStatus.Success => tally with
            {
                Succeeded = tally.Succeeded + 1,
            },
            AttemptOutcome.Uncertain when end.Status == JobStatus.Uncertain => tally with
            {
                Uncertain = tally.Uncertain + 1,
            },
            _ => CountFailure(tally, end.Failure?.Category, +1),
        };
    }

    /// <summary>Whether it made a job succeed that had failed before in its run.</summary>
    public static bool IsOnRetry(AttemptEnd end) =>
        end is { Status: JobStatus.Success, Counters.CountedInRun: > 1 };

    /// <summary>The tally with one more job that succeeded on a retry.</summary>
    /// <param name="tally">The tally.</param>
    /// <param name="lost">How long its failed attempts took.</param>
    public static PassTally CountRetry(PassTally tally, TimeSpan lost) =>
        tally with
        {
            SucceededOnRetry = tally.SucceededOnRetry + 1,
            RetryTime = tally.RetryTime + lost,
        };

    /// <summary>The tally without a failure that was counted.</summary>
    /// <param name="tally">The tally.</param>
    /// <param name="category">Why it failed.</param>
    public static PassTally GiveBack(PassTally tally, FailureCategory? category) =>
        CountFailure(tally, category, -1) with
        {
            GivenBack = tally.GivenBack + 1,
        };

    private static PassTally CountFailure(PassTally tally, FailureCategory? category, int by) =>
        category switch
        {
            FailureCategory.Account => tally with { FailedAccount = tally.FailedAccount + by },
            FailureCategory.Input => tally with { FailedInput = tally.FailedInput + by },
            FailureCategory.Infrastructure => tally with
            {
                FailedInfrastructure = tally.FailedInfrastructure + by,
            },
            FailureCategory.Unknown => tally with { FailedUnknown = tally.FailedUnknown + by },
            _ => throw new InvalidOperationException("An attempt failed without a failure."),
        };
}
