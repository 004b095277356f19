using System.Runtime.InteropServices;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Listens for signals to all of the process's group (<see cref="GroupSignal"/>). What a script has
/// started does not leave the group and is ended by them at once; how it ended only the script knows,
/// which may take it for an end like any other and come to its own.
/// </summary>
public sealed class GroupSignalWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly List<PosixSignalRegistration> _registrations;
    private long _last = long.MinValue;

    /// <summary>Listens from now on; what the signals do is left as it is.</summary>
    /// <param name="time">The clock.</param>
    public GroupSignalWatch(TimeProvider time)
    {
        _time = time;
        _registrations = new[]
        {
            PosixSignal.SIGHUP,
            PosixSignal.SIGINT,
            PosixSignal.SIGQUIT,
            PosixSignal.SIGTERM,
        }
            .Select(signal => PosixSignalRegistration.Create(signal, _ => Note()))
            .ToList();
    }

    /// <summary>One has come now.</summary>
    internal void Note() => Volatile.Write(ref _last, _time.GetTimestamp());

    /// <summary>Whether one came since then and the run is stopped for it: waits until that is clear.</summary>
    /// <param name="since">A timestamp of the clock.</param>
    /// <param name="stop">The run's stop.</param>
    public async ValueTask<bool> StopsRunAsync(long since, CancellationToken stop) =>
        Volatile.Read(ref _last) >= since
        && await GroupSignal.StopsRunAsync(_time, stop).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
