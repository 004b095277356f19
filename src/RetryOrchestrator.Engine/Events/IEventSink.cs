namespace RetryOrchestrator.Engine.Events;

/// <summary>
/// Where a run's events go: one queue with one reader. Bounded: the run waits when the reader is
/// slow, and never loses an event.
/// </summary>
public interface IEventSink
{
    /// <summary>Hands over an event, waiting for room.</summary>
    ValueTask PublishAsync(RunEvent runEvent);
}
