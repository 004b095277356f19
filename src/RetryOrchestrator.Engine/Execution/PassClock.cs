namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The time of a pass: when it is, and how long it has been at work. The latter is monotonic (a
/// wall clock that jumps does not change it) and goes on from earlier sittings.
/// </summary>
internal sealed class PassClock(TimeProvider time, TimeSpan workedBefore)
{
    private readonly long _began = time.GetTimestamp();

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan Worked => workedBefore + time.GetElapsedTime(_began);
}
