using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>A claim: the job becomes <c>claimed</c> and its attempt enters the history.</summary>
/// <param name="AttemptId">Given out by the engine, one up from <see cref="OpenedRun.NextAttemptId"/>.</param>
/// <param name="JobKey">The job.</param>
/// <param name="Number">Which attempt of the job it is, from 1.</param>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="At">When it was claimed, UTC.</param>
public sealed record AttemptStart(
    long AttemptId,
    long JobKey,
    int Number,
    int Worker,
    DateTimeOffset At
)
{
    /// <summary>Whether nothing else is at work beside it, because its job is a suspect.</summary>
    public bool RunsAlone { get; init; }
}

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
public sealed record AttemptReturn(
    long AttemptId,
    long JobKey,
    JobStatus Status,
    int Pass,
    JobCounters Counters,
    string Reason
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

/// <summary>
/// What becomes durable together: ends first, then what is given back, withdrawals, account stops
/// and claims.
/// </summary>
public sealed record RunCommit
{
    /// <summary>Attempts that ended.</summary>
    public IReadOnlyList<AttemptEnd> Ended { get; init; } = [];

    /// <summary>Failures given back to their jobs.</summary>
    public IReadOnlyList<AttemptReturn> Returned { get; init; } = [];

    /// <summary>What guards did.</summary>
    public IReadOnlyList<OrchestratorGuardAct> GuardActs { get; init; } = [];

    /// <summary>How long the run has held in all, earlier sittings included; null when that is as before.</summary>
    public TimeSpan? Held { get; init; }

    /// <summary>Claims taken back.</summary>
    public IReadOnlyList<ClaimWithdrawal> Withdrawn { get; init; } = [];

    /// <summary>Accounts that failed.</summary>
    public IReadOnlyList<AccountStop> AccountStops { get; init; } = [];

    /// <summary>What attempts left at work that have ended, in this commit or an earlier one of the pass.</summary>
    public IReadOnlyList<AttemptLeftovers> Leftovers { get; init; } = [];

    /// <summary>Jobs claimed.</summary>
    public IReadOnlyList<AttemptStart> Started { get; init; } = [];

    /// <summary>Now, UTC: the state's UpdatedAt.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time the pass has been at work so far, earlier sittings included.</summary>
    public required TimeSpan PassDuration { get; init; }
}

/// <summary>The numbers after a commit: those of the open pass and those of all jobs.</summary>
/// <param name="Pass">Of the open pass.</param>
/// <param name="Jobs">Of all jobs of the list.</param>
public sealed record RunNumbers(PassTally Pass, JobTally Jobs);
