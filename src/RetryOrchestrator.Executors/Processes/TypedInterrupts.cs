using System.Runtime.InteropServices;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Ctrl+C typed in a terminal. It reaches what scripts have started at once, and ends it; the run is
/// told to stop a moment later. A script that comes to its end in between was cut off by the stop.
/// </summary>
public sealed class TypedInterrupts : IDisposable
{
    // A run that works in the background of its session is not stopped by it.
    private static readonly TimeSpan StopComesWithin = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration _registration;
    private long _last = long.MinValue;

    /// <summary>Listens from now on; what the signal does is left as it is.</summary>
    /// <param name="time">The clock.</param>
    public TypedInterrupts(TimeProvider time)
    {
        _time = time;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Note());
    }

    /// <summary>It has been typed now.</summary>
    internal void Note() => Volatile.Write(ref _last, _time.GetTimestamp());

    /// <summary>Whether it was typed since then and the run is stopped for it: waits until that is clear.</summary>
    /// <param name="since">A timestamp of the clock.</param>
    /// <param name="stop">The run's stop.</param>
    public async ValueTask<bool> StopsAsync(long since, CancellationToken stop)
    {
        if (Volatile.Read(ref _last) < since)
        {
            return false;
        }

        await Task.Delay(StopComesWithin, _time, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stop.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();
}
