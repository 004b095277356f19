using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Tests.Contract;

/// <summary>The contract, kept by a database in memory: the same SQL, another way to lock.</summary>
public sealed class MemoryStoreContract : StoreContract
{
    protected override IStateStore NewState()
    {
        var location = StateLocation.Memory(Guid.NewGuid().ToString("N"));
        // Without it the database would be gone as soon as a test closes its store.
        Keep(Database.Open(location, create: true, TimeSpan.FromSeconds(5)));
        return new SqliteStateStore(location, Processes, Clock);
    }
}
