using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Keeps a run's events, and lets a test act on one as it comes.</summary>
internal sealed class EventLog : IEventSink
{
    private readonly ConcurrentQueue<RunEvent> _events = new();

    public Action<RunEvent>? On { get; set; }

    /// <summary>What is still to be shown; by default nothing.</summary>
    public Func<Task> WhenShown { get; init; } = () => Task.CompletedTask;

    public Task Shown => WhenShown();

    public IReadOnlyList<RunEvent> All => _events.ToArray();

    public IEnumerable<T> Of<T>() => _events.OfType<T>();

    public void Publish(RunEvent runEvent)
    {
        _events.Enqueue(runEvent);
        On?.Invoke(runEvent);
    }
}
