using System.Threading.Channels;
using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The one queue between a run and the pipeline thread, which is its one reader. Bounded: a slow
/// reader slows the run down and loses nothing.
/// </summary>
internal sealed class EventQueue : IEventSink
{
    private const int Capacity = 256;

    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );

    /// <inheritdoc/>
    public ValueTask PublishAsync(RunEvent runEvent) => _events.Writer.WriteAsync(runEvent);

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>
    /// Reads to the end, blocking. Where nothing comes for a while it yields null, so that what
    /// depends on the clock can be drawn again.
    /// </summary>
    public IEnumerable<RunEvent?> ReadAll(TimeSpan patience)
    {
        while (true)
        {
            while (_events.Reader.TryRead(out var runEvent))
            {
                yield return runEvent;
            }

            var more = _events.Reader.WaitToReadAsync().AsTask();
            while (!more.Wait(patience))
            {
                yield return null;
            }

            if (!more.Result)
            {
                yield break;
            }
        }
    }
}
