namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// A state, wherever it is kept, and the ways to open it. Every way throws
/// <see cref="StateException"/> when what is there is another program's or a newer version's, cannot
/// be read, or cannot be written though it must be; a state of an older version is brought up to
/// date first.
/// </summary>
public interface IStateStore
{
    /// <summary>Where the state is, for messages: a path, or whatever leads there.</summary>
    string Address { get; }

    /// <summary>
    /// Opens it for a run, and creates it when there is none. What was created here is removed again
    /// on Dispose if no list was taken in and no run opened.
    /// </summary>
    IRunSession OpenForRun();

    /// <summary>
    /// Opens a throw-away copy, joined already: what a run would do can be tried on it without
    /// touching the state, even while a run is live. Empty when there is no state.
    /// </summary>
    IRunSession OpenForPreview();

    /// <summary>Opens it for monitoring; never creates it.</summary>
    /// <exception cref="StateException">StateNotFound, besides the others.</exception>
    IStateReader OpenForReading();

    /// <summary>Opens it for changes from outside a run; never creates it.</summary>
    /// <exception cref="StateException">StateNotFound, besides the others.</exception>
    IStateMaintenance OpenForMaintenance();
}
