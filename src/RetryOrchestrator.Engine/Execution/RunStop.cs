using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The one stop of a run, whoever asked for it: Ctrl+C through the caller's token, or another
/// process through the state.
/// </summary>
internal sealed class RunStop : IDisposable
{
    /// <summary>
    /// How often the state is asked: a stop from another process is heard within twice that.
    /// </summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it is told that the run is alive, which has to be written to disk.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _time;
    private long _lastPoll;
    private long _lastHeartbeat;

    public RunStop(TimeProvider time, StopSignals caller)
    {
        _time = time;
        _lastPoll = _lastHeartbeat = time.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller.Stop);
        Signals = caller with { Stop = _source.Token };
    }

    /// <summary>What each attempt hears: the stop, and the caller's wish not to wait for it.</summary>
    public StopSignals Signals { get; }

    public CancellationToken Token => Signals.Stop;

    public bool IsRequested => Token.IsCancellationRequested;

    public void Request() => _source.Cancel();

    /// <summary>Asks the state, if it is time to. Called by whoever owns the store right now.</summary>
    public void Poll(IRunSession store)
    {
        // Half of it, so that a timer that goes off a hair early is not passed over.
        if (_time.GetElapsedTime(_lastPoll) < PollInterval / 2)
        {
            return;
        }

        _lastPoll = _time.GetTimestamp();
        if (Ask(store))
        {
            Request();
        }
    }

    public void Dispose() => _source.Dispose();

    private bool Ask(IRunSession store)
    {
        if (_time.GetElapsedTime(_lastHeartbeat) < HeartbeatInterval)
        {
            return store.Glance().StopIsRequested;
        }

        _lastHeartbeat = _time.GetTimestamp();
        return store.Beat(_time.GetUtcNow()).StopIsRequested;
    }
}
