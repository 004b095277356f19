using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What the engine and the store need to know of the machine's processes.</summary>
public interface IProcessTable
{
    /// <summary>This process.</summary>
    ProcessIdentity Current { get; }

    /// <summary>
    /// The id of the machine's present boot: no other boot has the same. Null where the system has
    /// none.
    /// </summary>
    string? BootId { get; }

    /// <summary>True while that very process lives; null when it is of another machine.</summary>
    bool? IsAlive(ProcessIdentity process);

    /// <summary>
    /// Ends, by force and with their descendants, all processes that were started for attempts
    /// of a dead run, and returns when they are gone.
    /// </summary>
    /// <param name="tokens">The words that mark them (<see cref="AttemptToken"/>).</param>
    /// <returns>How many processes were ended, and what was spared.</returns>
    EndedLeftovers EndLeftovers(IReadOnlyCollection<string> tokens);
}
