using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Contract;

/// <summary>The contract, kept by a file.</summary>
public sealed class FileStoreContract : StoreContract
{
    private readonly TemporaryFolder _folder = new();
    private int _states;

    protected override IStateStore NewState() =>
        new SqliteStateStore(
            _folder.File(FormattableString.Invariant($"{++_states}.orchestrator.db")),
            Processes,
            Clock
        );

    // The system takes the lock from a process that dies; this one is not dead.
    protected override void OnKilled() => File.Delete(State.Address + "-lock");

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
