using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>The machine's processes.</summary>
internal static class Snapshot
{
    public static ProcessSnapshot Now() =>
        SystemProcessTable.Scan.ReadAsync().GetAwaiter().GetResult();

    /// <summary>The process of this id, or null when there is none.</summary>
    public static ProcessEntry? Of(int id) =>
        Now().Entries.Where(entry => entry.Id == id).Cast<ProcessEntry?>().FirstOrDefault();

    public static bool IsAlive(int id) => Of(id) is not null;
}
