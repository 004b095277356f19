namespace RetryOrchestrator.Executors.Processes;

/// <summary>The last lines of a stream, in a ring.</summary>
/// <param name="count">How many are kept.</param>
public sealed class LastLines(int count)
{
    private string[] _ring = [];
    private long _seen;

    /// <summary>Adds a line, in place of the oldest once there are enough.</summary>
    public void Add(string line)
    {
        if (_ring.Length == 0)
        {
            _ring = new string[count];
        }

        _ring[_seen++ % count] = line;
    }

    /// <summary>The last line goes on, and that is not kept.</summary>
    public void MarkCut()
    {
        if (_seen > 0 && !_ring[(_seen - 1) % count].EndsWith('…'))
        {
            _ring[(_seen - 1) % count] += "…";
        }
    }

    /// <summary>The lines, oldest first.</summary>
    public List<string> ToList()
    {
        var first = Math.Max(0, _seen - count);
        return
        [
            .. Enumerable.Range(0, (int)(_seen - first)).Select(i => _ring[(first + i) % count]),
        ];
    }
}
