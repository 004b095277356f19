namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>
/// The threads of this process, seen through <c>/proc</c>. Those that the runtime keeps or ends as
/// it likes are not among them (its pool, its collector, its compiler); what it calls long running
/// somebody has started.
/// </summary>
public static class OwnThreads
{
    private const string OfTheRuntime = ".NET ";
    private const string Started = ".NET Long";

    /// <summary>Their names, as far as the system keeps them.</summary>
    public static IReadOnlyList<string> Names =>
        [
            .. Directory
                .GetDirectories("/proc/self/task")
                .Select(NameOf)
                .OfType<string>()
                .Where(name =>
                    name.StartsWith(Started, StringComparison.Ordinal)
                    || !name.StartsWith(OfTheRuntime, StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];

    private static string? NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(thread + "/comm").TrimEnd();
        }
        catch (IOException)
        {
            return null; // it has gone
        }
    }
}
