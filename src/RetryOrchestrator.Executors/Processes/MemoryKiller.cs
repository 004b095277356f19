using System.Globalization;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Whether the machine's memory killer has ended a process since this was asked last. Linux counts
/// those it has ended; which ones they were is for administrators alone to read.
/// </summary>
/// <param name="path">The counters of the machine's memory.</param>
internal sealed class MemoryKiller(string path = "/proc/vmstat")
{
    private const string Counter = "oom_kill ";

    private readonly object _gate = new();
    private long? _seen = Read(path);

    /// <summary>Asks. False also where it is not counted.</summary>
    public bool HasStruck()
    {
        lock (_gate)
        {
            var before = _seen;
            _seen = Read(path);
            return _seen > before;
        }
    }

    private static long? Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return
                File.ReadLines(path)
                    .FirstOrDefault(line => line.StartsWith(Counter, StringComparison.Ordinal))
                    is { } line
                && long.TryParse(
                    line.AsSpan(Counter.Length),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var count
                )
                ? count
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
