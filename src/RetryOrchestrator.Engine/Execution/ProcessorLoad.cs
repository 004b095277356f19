using System.Diagnostics;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>How busy this process keeps the machine's processors; programs it started do not count.</summary>
internal sealed class ProcessorLoad
{
    // What is read moves in steps of 10 to 16 ms.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private long _since;
    private TimeSpan _usedBefore;

    /// <param name="time">The clock.</param>
    public ProcessorLoad(TimeProvider time)
    {
        _time = time;
        _since = time.GetTimestamp();
        _usedBefore = Used();
    }

    /// <summary>Whether enough time has passed to say something of it.</summary>
    public bool IsKnown => _time.GetElapsedTime(_since) >= Least;

    /// <summary>The share of all processors' time since this was asked last, from 0 to 1.</summary>
    public double TakeShare()
    {
        var elapsed = _time.GetElapsedTime(_since);
        var used = Used();
        var share = (used - _usedBefore) / (elapsed * Environment.ProcessorCount);
        _since = _time.GetTimestamp();
        _usedBefore = used;
        return Math.Clamp(share, 0, 1);
    }

    private static TimeSpan Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
