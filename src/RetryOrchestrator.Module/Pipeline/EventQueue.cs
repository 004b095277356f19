using System.Threading.Channels;
using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The one queue between a run and the pipeline thread, which is its one reader. Bounded: a slow
/// reader slows the run down and loses nothing.
/// </summary>
/// <remarks>
/// Jobs that take no time move thousands of times a second, and to wake the reader each time would
/// cost more than they do. What only moves the progress waits until the reader looks by itself;
/// anything else wakes it.
/// </remarks>
internal sealed class EventQueue : IEventSink
{
    private const int Capacity = 256;
    private const int Plenty = Capacity / 2;

    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );
    private readonly object _gate = new();
    private bool _woken;

    /// <inheritdoc/>
    public ValueTask PublishAsync(RunEvent runEvent)
    {
        var written = _events.Writer.WriteAsync(runEvent);
        if (runEvent is not AttemptsMoved || _events.Reader.Count >= Plenty)
        {
            Wake();
        }

        return written;
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        _events.Writer.TryComplete();
        Wake();
    }

    /// <summary>
    /// Reads to the end, blocking. Where nothing comes for a while it yields null, so that what
    /// depends on the clock can be drawn again.
    /// </summary>
    /// <param name="patience">How long it sleeps at most before it looks.</param>
    public IEnumerable<RunEvent?> ReadAll(TimeSpan patience)
    {
        while (!_events.Reader.Completion.IsCompleted)
        {
            Sleep(patience);
            var idle = true;
            while (_events.Reader.TryRead(out var runEvent))
            {
                idle = false;
                yield return runEvent;
            }

            if (idle)
            {
                yield return null;
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Sleep(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (!_woken)
            {
                Monitor.Wait(_gate, atMost);
            }

            _woken = false;
        }
    }
}
