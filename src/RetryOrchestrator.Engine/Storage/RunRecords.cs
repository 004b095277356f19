namespace RetryOrchestrator.Engine.Storage;

/// <summary>A process that works on a run.</summary>
/// <param name="Process">The process.</param>
/// <param name="JoinedAt">When it joined, UTC.</param>
public sealed record Member(ProcessIdentity Process, DateTimeOffset JoinedAt);

/// <summary>What a member was admitted as.</summary>
/// <param name="Id">Names the member in its claims: no two memberships of a state ever have the same.</param>
/// <param name="Lease">
/// How long it counts as alive after its last beat for those who cannot see its process.
/// </param>
public sealed record Membership(long Id, TimeSpan Lease);

/// <summary>What is asked of a member.</summary>
/// <param name="StopIsRequested">Somebody wants the run to stop.</param>
public readonly record struct Pulse(bool StopIsRequested);

/// <summary>A run that is open: fresh or cut off.</summary>
/// <param name="RunId">From 1.</param>
/// <param name="StartedAt">When it was first started, UTC.</param>
/// <param name="Resumed">Whether an earlier process began it.</param>
/// <param name="NextPass">The pass to run now: 1 for a fresh run, the pass it was cut off in, or the one it was waiting for.</param>
/// <param name="NextPassAt">When that pass is to start, for a run cut off in a wait.</param>
/// <param name="InFlight">Attempts that a dead process left claimed, to be ended before anything else.</param>
public sealed record OpenedRun(
    long RunId,
    DateTimeOffset StartedAt,
    bool Resumed,
    int NextPass,
    DateTimeOffset? NextPassAt,
    IReadOnlyList<InFlightAttempt> InFlight
)
{
    /// <summary>
    /// The process that ran it before, when that was cut off or stopped; null for a fresh run.
    /// </summary>
    public ProcessIdentity? CutOffOwner { get; init; }

    /// <summary>How long it has held because nothing worked, in earlier sittings.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>
    /// Claims of a dead process whose attempts never began: they are to be taken back.
    /// </summary>
    public IReadOnlyList<InFlightAttempt> NeverBegun { get; init; } = [];

    /// <summary>
    /// Whether <see cref="NextPass"/> was begun and has no end: it is to be ended, even when the
    /// process died after the last of its attempts and nothing of it is due any more.
    /// </summary>
    public bool PassIsOpen { get; init; }

    /// <summary>
    /// Whether its passes are used up under a limit, which may be lower than it was; a pass that is open
    /// is ended under any.
    /// </summary>
    public bool IsUsedUp(int maxPasses) => !PassIsOpen && NextPass > maxPasses;

    /// <summary>This run, with the outcomes that were kept of attempts whose end was not recorded.</summary>
    public OpenedRun With(IReadOnlyList<KeptOutcome> kept)
    {
        var outcomes = new Dictionary<long, KeptOutcome>();
        foreach (var outcome in kept)
        {
            outcomes[outcome.AttemptId] = outcome;
        }

        return this with
        {
            InFlight = InFlight
                .Select(attempt =>
                    attempt with
                    {
                        Kept = outcomes.GetValueOrDefault(attempt.AttemptId),
                    }
                )
                .ToList(),
        };
    }

    /// <summary>
    /// This run, with the attempts that certainly never began told apart from those in flight.
    /// </summary>
    /// <param name="begun">What the dead process left of its marks, or null.</param>
    /// <param name="state">The identity of the state.</param>
    /// <param name="bootId">The present boot of the machine, or null.</param>
    public OpenedRun RuleOutNeverBegun(BegunAttempts? begun, string state, string? bootId)
    {
        var never = InFlight.ToLookup(attempt =>
            attempt.Kept is null && begun?.RuleOut(attempt, state, bootId) == true
        );
        return this with { InFlight = [.. never[false]], NeverBegun = [.. never[true]] };
    }
}

/// <summary>An attempt without an end, and its job.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Pass">The pass it was claimed in.</param>
/// <param name="Job">The job as it stood before.</param>
public sealed record InFlightAttempt(long AttemptId, int Pass, StoredJob Job)
{
    /// <summary>The membership (<see cref="Membership.Id"/>) under which it was claimed.</summary>
    public long Hold { get; init; }

    /// <summary>Whether nothing else was at work beside it.</summary>
    public bool RanAlone { get; init; }

    /// <summary>The worker it was claimed for, from 1.</summary>
    public int Worker { get; init; }

    /// <summary>How it ended, where that was kept beside the state; null when it was cut off.</summary>
    public KeptOutcome? Kept { get; init; }

    /// <summary>The process that claimed it; null when the state does not say.</summary>
    public ProcessIdentity? Owner { get; init; }
}
