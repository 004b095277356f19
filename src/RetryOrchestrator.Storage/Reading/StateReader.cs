using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Runs;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Reading;

/// <summary>Monitoring reads, on a connection of their own.</summary>
internal sealed class StateReader(Database database, OwnerLiveness liveness) : IStateReader
{
    private readonly StatusQuery _status = new(database, liveness);

    public OrchestratorStatus ReadStatus() => _status.Read();

    public IReadOnlyList<RetryPassSummary> ReadPasses(PassQuery query) =>
        PassRows.Read(database, query);

    public IEnumerable<OrchestratorJob> ReadJobs(JobQuery query) => JobRows.Read(database, query);

    public IEnumerable<OrchestratorAttempt> ReadAttempts(JobQuery query) =>
        AttemptRows.Read(database, query);

    public void Dispose() => database.Dispose();
}
