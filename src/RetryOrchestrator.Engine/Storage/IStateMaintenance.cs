using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>What other processes may change.</summary>
public interface IStateMaintenance : IDisposable
{
    /// <summary>
    /// Makes the jobs meant due again: <c>pending</c> with a new budget; their history stays.
    /// Jobs that are pending already are left alone; <c>success</c> only with
    /// <paramref name="force"/>.
    /// </summary>
    /// <returns>The jobs that changed, as they stand now.</returns>
    /// <exception cref="LiveRunException">A run is live: it would not see the change.</exception>
    IReadOnlyList<OrchestratorJob> Reset(JobQuery query, bool force, DateTimeOffset at);

    /// <summary>Asks the live run to stop as Ctrl+C would.</summary>
    /// <returns>Who was asked, or null when no run is live.</returns>
    Member? RequestStop(DateTimeOffset at);
}
