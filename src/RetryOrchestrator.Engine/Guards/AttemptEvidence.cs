using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>What the end of an attempt says about what it ran on.</summary>
internal enum Bearing
{
    /// <summary>Nothing: it was stopped, never began, or the job's own data was wrong.</summary>
    None,

    /// <summary>It works: the job succeeded.</summary>
    Success,

    /// <summary>It may be at fault: the attempt failed for an infrastructure or an unknown reason.</summary>
    Failure,

    /// <summary>Nothing about the slot; but somebody answered: the account was the reason.</summary>
    Answered,
}

/// <summary>A failure that counts against its job, and can be given back to it.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Before">The job as it stood before the attempt.</param>
/// <param name="Place">Its place among the jobs of the pass.</param>
/// <param name="Failure">What it failed with.</param>
internal sealed record ChargedAttempt(long AttemptId, StoredJob Before, int Place, Failure Failure);

/// <summary>An attempt that ended, as far as guards look at it.</summary>
/// <param name="Slot">What it ran on.</param>
/// <param name="Bearing">What its end says.</param>
/// <param name="IsRetry">Whether the job had failed before in this run.</param>
/// <param name="Began">When it began, since the run did.</param>
/// <param name="Ended">When it ended, likewise.</param>
/// <param name="Charged">What can be given back, of a <see cref="Guards.Bearing.Failure"/>; else null.</param>
internal readonly record struct AttemptEvidence(
    Slot Slot,
    Bearing Bearing,
    bool IsRetry,
    TimeSpan Began,
    TimeSpan Ended,
    ChargedAttempt? Charged
)
{
    /// <summary>Reads what an end says.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="category">Why, when it failed.</param>
    public static Bearing BearingOf(AttemptOutcome outcome, FailureCategory? category) =>
        (outcome, category) switch
        {
            (AttemptOutcome.Success, _) => Bearing.Success,
            (AttemptOutcome.Failed, FailureCategory.Infrastructure or FailureCategory.Unknown) =>
                Bearing.Failure,
            (AttemptOutcome.Failed, FailureCategory.Account) => Bearing.Answered,
            _ => Bearing.None,
        };
}
