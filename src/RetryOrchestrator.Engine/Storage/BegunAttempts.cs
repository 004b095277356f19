namespace RetryOrchestrator.Engine.Storage;

/// <summary>What the marks of a run that was cut off say.</summary>
/// <param name="State">The identity of the state that they belong to.</param>
/// <param name="Hold">The hold under which they were made.</param>
/// <param name="BootId">The boot of the machine, then.</param>
/// <param name="Latest">
/// The last attempt that each worker began or was shown to begin, by worker from 1; 0 for none.
/// </param>
public sealed record BegunAttempts(
    string State,
    long Hold,
    string BootId,
    IReadOnlyList<long> Latest
)
{
    /// <summary>
    /// Whether an attempt certainly never began. Pure. Where there is any doubt (the marks are of
    /// another hold, or the machine was started anew since and may have lost the last of them) it
    /// may have begun.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="state">The identity of its state.</param>
    /// <param name="bootId">The present boot of the machine, or null.</param>
    public bool RuleOut(InFlightAttempt attempt, string state, string? bootId) =>
        State == state
        && Hold == attempt.Hold
        && BootId == bootId
        && attempt.Worker >= 1
        && attempt.Worker <= Latest.Count
        && Latest[attempt.Worker - 1] < attempt.AttemptId;
}
