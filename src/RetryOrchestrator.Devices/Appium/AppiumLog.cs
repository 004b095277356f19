namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// The last lines that a server said, for the evidence of an attempt and for telling why it died.
/// Bounded: a server that runs for days must not fill memory or disk. Thread-safe.
/// </summary>
public sealed class AppiumLog
{
    private const int MostLines = 4000;
    private const int LongestLine = 2000;

    private readonly object _lock = new();
    private readonly Queue<string> _lines = new();
    private long _written;

    /// <summary>How many lines were ever written: a mark for <see cref="Since"/>.</summary>
    public long Mark
    {
        get
        {
            lock (_lock)
            {
                return _written;
            }
        }
    }

    /// <summary>The lines written after a mark that are still there.</summary>
    public IReadOnlyList<string> Since(long mark)
    {
        lock (_lock)
        {
            var newer = (int)Math.Min(_written - mark, _lines.Count);
            return _lines.Skip(_lines.Count - newer).ToList();
        }
    }

    internal void Add(string line)
    {
        lock (_lock)
        {
            // Pictures travel through the log as one line of base64.
            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] + "…" : line);
            _written++;
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
