using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// Monitoring reads: from any process, at any time, without blocking the run. Each call sees one
/// moment.
/// </summary>
public interface IStateReader : IDisposable
{
    /// <summary>One look at everything; its cost does not grow with the list.</summary>
    OrchestratorStatus ReadStatus();

    /// <summary>Passes that have ended, in order.</summary>
    IReadOnlyList<RetryPassSummary> ReadPasses(PassQuery query);

    /// <summary>Jobs in file order, lazily; jobs no longer listed come last.</summary>
    IEnumerable<OrchestratorJob> ReadJobs(JobQuery query);

    /// <summary>The attempts of the jobs meant, job by job, each in order.</summary>
    IEnumerable<OrchestratorAttempt> ReadAttempts(JobQuery query);
}
