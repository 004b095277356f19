using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Contract;

/// <summary>The contract, kept by a file.</summary>
public sealed class FileStoreContract : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override StateLocation Location =>
        StateLocation.File(_folder.File("jobs.orchestrator.db"));

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
