using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// The end of an attempt and what it makes of its job. Allowed only while the job is
/// <c>claimed</c> by that attempt.
/// </summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="JobKey">The job.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">Why, for Failed, Interrupted and Uncertain.</param>
/// <param name="Status">The job's new status.</param>
/// <param name="DuePass">The first pass that may take the job again, when it is due.</param>
/// <param name="Counters">The job's new counters.</param>
/// <param name="At">When it ended, UTC.</param>
public sealed record AttemptEnd(
    long AttemptId,
    long JobKey,
    AttemptOutcome Outcome,
    Failure? Failure,
    JobStatus Status,
    int DuePass,
    JobCounters Counters,
    DateTimeOffset At
)
{
    /// <summary>Its point of no return, if it passed one and did not succeed; else null.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>
    /// Why the attempt costs its job nothing, though it did not end well: it is kept in the history
    /// and in no number of its pass. Null when it counts.
    /// </summary>
    public string? GivenBack { get; init; }

    /// <summary>What is held against the job from now on; null: what was held before.</summary>
    public JobSuspicion? Suspicion { get; init; }
}

/// <summary>
/// A failure is given back to its job, in the pass it happened in: another was to blame. The job is
/// what it was before, and due in that pass again; the history keeps the attempt.
/// </summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="JobKey">The job, which has not been claimed since.</param>
/// <param name="Status">What it was before the attempt.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Counters">Its counters without the attempt, which stays among all attempts.</param>
/// <param name="Reason">Why, for the history.</param>
/// <param name="Place">The <see cref="Claim.Place"/> of its claim.</param>
public sealed record AttemptReturn(
    long AttemptId,
    long JobKey,
    JobStatus Status,
    int Pass,
    JobCounters Counters,
    string Reason,
    int Place
);

/// <summary>
/// A claim is taken back before its attempt began: the job is what it was before, and the history
/// knows nothing of it.
/// </summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="JobKey">The job.</param>
public sealed record ClaimWithdrawal(long AttemptId, long JobKey);

/// <summary>An account that failed: its jobs that are due become <c>skipped</c>.</summary>
/// <param name="Account">The account.</param>
/// <param name="Reason">What the skipped jobs say, naming the job that failed.</param>
public sealed record AccountStop(string Account, string Reason);
