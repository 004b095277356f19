namespace RetryOrchestrator.Engine.Rendering.Progress;

/// <summary>
/// A clock for what is shown as elapsed or left: it starts with the wall clock and then runs on
/// by itself, whichever way that is set meanwhile.
/// </summary>
/// <param name="time">The clock it starts with, whose monotonic side it follows.</param>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _timestamp = time.GetTimestamp();

    /// <summary>The time, UTC.</summary>
    public DateTimeOffset Now => _began + time.GetElapsedTime(_timestamp);
}
