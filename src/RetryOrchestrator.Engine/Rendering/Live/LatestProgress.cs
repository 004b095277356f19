using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// How far the pass is at this moment: a latest value, so that a reader who was held up sees what
/// is, not what was. One writer at a time; anyone may read.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LatestProgress(TimeProvider time)
{
    // Not the times of the events: those are of the wall clock, which may be set during a pass.
    private readonly SteadyClock _clock = new(time);
    private volatile PassProgress? _pass;

    /// <summary>The pass at work; null between passes.</summary>
    public PassProgress? Pass => _pass;

    /// <summary>The time on the clock of <see cref="Pass"/>, UTC.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>Takes note of an event.</summary>
    public void Follow(RunEvent runEvent) =>
        _pass = runEvent switch
        {
            PassStarted started => PassProgress.Begin(started with { At = Now }),
            AttemptsMoved moved => _pass?.After(moved with { At = Now }),
            PassEnded => null,
            _ => _pass,
        };
}
