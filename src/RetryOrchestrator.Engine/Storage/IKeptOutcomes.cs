using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// How an attempt ended whose end could not be recorded, because the state could not be written.
/// </summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">Why, when it failed.</param>
/// <param name="Checkpoint">Its point of no return, if it passed one and did not succeed.</param>
public sealed record KeptOutcome(
    long AttemptId,
    AttemptOutcome Outcome,
    Failure? Failure,
    Checkpoint? Checkpoint = null
);

/// <summary>
/// Keeps, beside a state that cannot be written, what attempts came to, until the next start records
/// it: what was done is not done again.
/// </summary>
public interface IKeptOutcomes
{
    /// <summary>Where they are, for messages.</summary>
    string Place { get; }

    /// <summary>What was kept for a state, or nothing.</summary>
    /// <param name="state">The identity of the state.</param>
    IReadOnlyList<KeptOutcome> Read(string state);

    /// <summary>Keeps outcomes, durably, in place of earlier ones.</summary>
    /// <param name="state">The identity of the state.</param>
    /// <param name="outcomes">The outcomes.</param>
    /// <returns>Whether they are kept; false where this cannot be written either.</returns>
    bool TryKeep(string state, IReadOnlyList<KeptOutcome> outcomes);

    /// <summary>Removes them: they are recorded.</summary>
    void Clear();
}
