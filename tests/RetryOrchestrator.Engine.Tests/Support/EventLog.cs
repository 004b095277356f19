using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Keeps a run's events, and lets a test act on one as it comes.</summary>
internal sealed class EventLog : IEventSink
{
    private readonly ConcurrentQueue<RunEvent> _events = new();

    public Action<RunEvent>? On { get; set; }

    public IReadOnlyList<RunEvent> All => _events.ToArray();

    public IEnumerable<T> Of<T>() => _events.OfType<T>();

    public void Publish(RunEvent runEvent)
    {
        _events.Enqueue(runEvent);
        On?.Invoke(runEvent);
    }
}
