using Microsoft.Extensions.Time.Testing;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>
/// A fake clock on which waiting costs nothing: a one-shot timer of up to a second (the steps of
/// the wait between passes) moves the clock on and goes off at once. Time limits and the
/// heartbeat stay still unless the test moves the clock.
/// </summary>
internal sealed class WaitSkippingTime : FakeTimeProvider
{
    public WaitSkippingTime()
        : base(new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero)) { }

    /// <summary>How far the wall clock was set from where the monotonic one would have it.</summary>
    public TimeSpan SetBy { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + SetBy;

    // Its own would be derived from the wall clock.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        if (
            period != Timeout.InfiniteTimeSpan
            || dueTime > TimeSpan.FromSeconds(1)
            || dueTime < TimeSpan.Zero
        )
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return timer;
    }
}
