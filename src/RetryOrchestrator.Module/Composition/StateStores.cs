using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;

namespace RetryOrchestrator.Module.Composition;

/// <summary>What opens a state: the one place that knows which kinds of store there are.</summary>
internal static class StateStores
{
    /// <summary>The state of an address.</summary>
    /// <param name="address">The path of its file.</param>
    /// <param name="options">Time limits; the defaults when null.</param>
    /// <param name="processes">The machine's processes; null: as the system tells them.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public static IStateStore At(
        string address,
        StateStoreOptions? options = null,
        IProcessTable? processes = null,
        TimeProvider? time = null
    ) =>
        new SqliteStateStore(
            address,
            processes ?? new SystemProcessTable(),
            time ?? TimeProvider.System,
            options
        );
}
