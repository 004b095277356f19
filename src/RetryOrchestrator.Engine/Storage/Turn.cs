using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// What a member tells the store in one turn of a pass, and asks of it. All of it becomes durable
/// together, or nothing: ends first, then what is given back, withdrawals, account stops and claims.
/// </summary>
public sealed record TurnRequest
{
    /// <summary>Attempts that ended.</summary>
    public IReadOnlyList<AttemptEnd> Ended { get; init; } = [];

    /// <summary>
    /// Failures given back to their jobs, which are handed out again in this pass: from the next turn
    /// on, after all others.
    /// </summary>
    public IReadOnlyList<AttemptReturn> Returned { get; init; } = [];

    /// <summary>What guards did.</summary>
    public IReadOnlyList<OrchestratorGuardAct> GuardActs { get; init; } = [];

    /// <summary>How long the run has held in all, earlier sittings included; null when that is as before.</summary>
    public TimeSpan? Held { get; init; }

    /// <summary>Claims taken back: their jobs may be handed out again at once.</summary>
    public IReadOnlyList<ClaimWithdrawal> Withdrawn { get; init; } = [];

    /// <summary>Accounts that failed.</summary>
    public IReadOnlyList<AccountStop> AccountStops { get; init; } = [];

    /// <summary>What attempts left at work that have ended, in this turn or an earlier one of the pass.</summary>
    public IReadOnlyList<AttemptLeftovers> Leftovers { get; init; } = [];

    /// <summary>
    /// The workers, from 1, that have room for a job more, in the order in which they are to be given
    /// one; a worker with room for several is named as often.
    /// </summary>
    public IReadOnlyList<int> Room { get; init; } = [];

    /// <summary>
    /// The worker for a job that runs alone, when nothing is at work; null when something is. It is
    /// given one only when no other job of the pass is left.
    /// </summary>
    public int? RoomAlone { get; init; }

    /// <summary>Now, UTC: the state's UpdatedAt, and when the jobs are claimed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time the pass has been at work so far, earlier sittings included.</summary>
    public required TimeSpan PassDuration { get; init; }

    /// <summary>Whether it tells the store anything.</summary>
    public bool Tells =>
        Ended.Count
            + Returned.Count
            + GuardActs.Count
            + Withdrawn.Count
            + AccountStops.Count
            + Leftovers.Count
            > 0
        || Held is not null;
}

/// <summary>What a turn came to. It is durable.</summary>
/// <param name="Numbers">Where the pass and all jobs stand.</param>
/// <param name="Claims">The jobs handed out, in file order; those that were given back come last.</param>
/// <param name="Left">
/// Jobs of the pass that can still be handed out, at most: those that wait for their account are not
/// among them, those whose account turns out to be at work or stopped are.
/// </param>
/// <param name="LeftAlone">The same of jobs that run alone.</param>
public sealed record Turn(RunNumbers Numbers, IReadOnlyList<Claim> Claims, int Left, int LeftAlone);

/// <summary>A job handed out: it is <c>claimed</c> until its attempt has ended, and in the history from then on.</summary>
/// <param name="AttemptId">The attempt; ids only rise.</param>
/// <param name="Job">The job as it stood before.</param>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="Place">Where the store finds it again in this pass (<see cref="AttemptReturn"/>).</param>
/// <param name="RunsAlone">Whether nothing else may be at work beside it, because it is a suspect.</param>
/// <param name="At">When it was claimed, UTC.</param>
public sealed record Claim(
    long AttemptId,
    StoredJob Job,
    int Worker,
    int Place,
    bool RunsAlone,
    DateTimeOffset At
);

/// <summary>How many jobs are due in a pass that begins.</summary>
/// <param name="Together">Those that are handed out as workers have room.</param>
/// <param name="Alone">Those that run alone, after the others.</param>
public readonly record struct DueJobs(int Together, int Alone)
{
    /// <summary>All of them.</summary>
    public int Total => Together + Alone;
}

/// <summary>The numbers after a turn: those of the open pass and those of all jobs.</summary>
/// <param name="Pass">Of the open pass.</param>
/// <param name="Jobs">Of all jobs of the list.</param>
public sealed record RunNumbers(PassTally Pass, JobTally Jobs);
