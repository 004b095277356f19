namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// How many attempts a worker is given at once: one, unless the executor allows more and attempts
/// are so short that the commits between them would be most of the work.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class ClaimAhead(int allowed)
{
    /// <summary>
    /// An attempt that takes longer than this is none of the short ones: what was to follow it is
    /// given to others.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // A batch is to last about this long: long beside a commit, short beside a human's patience.
    private const double BatchMilliseconds = 8;

    private double _averageMilliseconds;
    private bool _seen;

    /// <summary>Attempts a worker may hold now.</summary>
    public int Size =>
        allowed <= 1 || !_seen
            ? 1
            : (int)
                Math.Clamp(BatchMilliseconds / Math.Max(_averageMilliseconds, 0.001), 1, allowed);

    /// <summary>Learns from an attempt that ended.</summary>
    public void Learn(TimeSpan duration)
    {
        var milliseconds = duration.TotalMilliseconds;
        _averageMilliseconds = _seen ? (_averageMilliseconds * 7 + milliseconds) / 8 : milliseconds;
        _seen = true;
    }
}
