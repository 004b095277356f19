namespace RetryOrchestrator.Engine.Events;

/// <summary>
/// Where a run's events go, from any of its threads. Whoever shows them may stand still for hours (a
/// terminal that nobody reads), and the run goes on all the same.
/// </summary>
public interface IEventSink
{
    /// <summary>Hands over an event. Returns at once: it neither waits for a reader nor fails.</summary>
    void Publish(RunEvent runEvent);

    /// <summary>
    /// Completed when all that was handed over so far has been shown, which may be never: whoever awaits
    /// it says for how long.
    /// </summary>
    Task Shown => Task.CompletedTask;
}
