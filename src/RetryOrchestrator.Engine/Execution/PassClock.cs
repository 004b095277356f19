namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The time of a pass: when it is, and how long it has been at work. The latter is monotonic (a
/// wall clock that jumps does not change it) and goes on from earlier sittings. Read by one thread
/// at a time.
/// </summary>
internal sealed class PassClock(TimeProvider time, TimeSpan workedBefore)
{
    private readonly long _began = time.GetTimestamp();
    private DateTimeOffset _last = time.GetUtcNow();
    private long _lastRead = time.GetTimestamp();

    /// <summary>
    /// The wall clock, UTC. While that is set back it goes on by itself, so that within a pass
    /// nothing ends before it began.
    /// </summary>
    public DateTimeOffset Now
    {
        get
        {
            var steady = _last + time.GetElapsedTime(_lastRead);
            var wall = time.GetUtcNow();
            _last = wall > steady ? wall : steady;
            _lastRead = time.GetTimestamp();
            return _last;
        }
    }

    public TimeSpan Worked => workedBefore + time.GetElapsedTime(_began);
}
