using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// What becomes of an attempt that had said that it was about to do what must not be done twice. If
/// it ended without an outcome of its own, nobody knows whether that was done: it is uncertain. An
/// outcome of its own is what it said itself: an exit code, an error of its script, a stated
/// failure. Pure.
/// </summary>
internal static class PointOfNoReturn
{
    /// <summary>The type of an uncertain attempt that the operator's stop ended.</summary>
    public const string StoppedType = "stopped";

    /// <summary>Whether an attempt ended without an outcome of its own.</summary>
    /// <param name="verdict">How it ended.</param>
    public static bool IsOpen(AttemptVerdict verdict) =>
        verdict.Outcome switch
        {
            AttemptOutcome.Cancelled
            or AttemptOutcome.Interrupted
            or AttemptOutcome.Deferred
            or AttemptOutcome.Uncertain => true,
            AttemptOutcome.Failed => verdict.Failure is { LeavesOpen: true },
            _ => false,
        };

    /// <summary>The verdict on an attempt that had passed its point of no return.</summary>
    /// <param name="verdict">How it ended.</param>
    /// <param name="checkpoint">What it had said, and what was answered since.</param>
    public static AttemptVerdict Judge(AttemptVerdict verdict, Checkpoint checkpoint) =>
        IsOpen(verdict)
            ? verdict with
            {
                Outcome = AttemptOutcome.Uncertain,
                Failure =
                    verdict.Failure
                    ?? new Failure(
                        FailureCategory.Infrastructure,
                        StoppedType,
                        "The run was stopped while it was at work."
                    ),
                Checkpoint = checkpoint,
            }
            : verdict with
            {
                Checkpoint = checkpoint,
            };
}
