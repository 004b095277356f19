using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>How the end of an attempt counts in its pass.</summary>
internal static class PassTallies
{
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
            _ => CountFailure(tally, end),
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

    private static PassTally CountFailure(PassTally tally, AttemptEnd end) =>
        end.Failure?.Category switch
        {
            FailureCategory.Account => tally with { FailedAccount = tally.FailedAccount + 1 },
            FailureCategory.Input => tally with { FailedInput = tally.FailedInput + 1 },
            FailureCategory.Infrastructure => tally with
            {
                FailedInfrastructure = tally.FailedInfrastructure + 1,
            },
            FailureCategory.Unknown => tally with { FailedUnknown = tally.FailedUnknown + 1 },
            _ => throw new InvalidOperationException(
                $"Attempt {end.AttemptId} failed without a failure."
            ),
        };
}
