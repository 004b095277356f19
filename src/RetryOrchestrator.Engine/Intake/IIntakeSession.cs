namespace RetryOrchestrator.Engine.Intake;

/// <summary>
/// Takes in a list, row by row, in file order. Disposed without <see cref="Complete"/> it leaves
/// the state as it was.
/// </summary>
public interface IIntakeSession : IDisposable
{
    /// <summary>
    /// Adds a row. A new id becomes a pending job (or takes over the row's own progress); a known
    /// id keeps its history and takes the new data. Ids are unique: the reader has seen to that.
    /// </summary>
    void Add(JobRow row);

    /// <summary>
    /// Makes the list the state's list, durably: ids that were not added are left out of runs from
    /// now on and stay in the history.
    /// </summary>
    /// <param name="fingerprint">What tells this list from an edited one, or null to take it in again each time.</param>
    IntakeCounts Complete(string? fingerprint);
}
