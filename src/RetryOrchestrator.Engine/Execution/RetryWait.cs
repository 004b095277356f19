using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>The wait between two passes, second by second, ended at once by a stop.</summary>
internal static class RetryWait
{
    /// <summary>Waits, until then or until a stop.</summary>
    /// <param name="time">The clock; only its monotonic side counts, so that a clock set back does not prolong the wait.</param>
    /// <param name="events">Hears of the start, every second and the end.</param>
    /// <param name="store">Told that the run is alive, and asked for stops from elsewhere.</param>
    /// <param name="stop">The run's stop.</param>
    /// <param name="delay">How long; nothing is said of a wait of zero.</param>
    /// <param name="nextPass">The pass it waits for.</param>
    public static async Task RunAsync(
        TimeProvider time,
        IEventSink events,
        IRunSession store,
        RunStop stop,
        TimeSpan delay,
        int nextPass
    )
    {
        if (delay <= TimeSpan.Zero || stop.IsRequested)
        {
            return;
        }

        var began = time.GetTimestamp();
        var seconds = (int)Math.Ceiling(delay.TotalSeconds);
        events.Publish(new WaitStarted(time.GetUtcNow(), seconds, nextPass));

        var shown = seconds;
        while (
            !stop.IsRequested
            && delay - time.GetElapsedTime(began) is var left
            && left > TimeSpan.Zero
        )
        {
            await StepAsync(time, left, stop.Token).ConfigureAwait(false);
            stop.Poll(store);
            var remaining = (int)Math.Ceiling((delay - time.GetElapsedTime(began)).TotalSeconds);
            if (remaining > 0 && remaining < shown && !stop.IsRequested)
            {
                shown = remaining;
                events.Publish(new WaitTicked(time.GetUtcNow(), remaining, seconds, nextPass));
            }
        }

        events.Publish(new WaitEnded(time.GetUtcNow(), stop.IsRequested, nextPass));
    }

    // Up to where a whole number of seconds is left, or the state is to be asked again.
    private static async Task StepAsync(TimeProvider time, TimeSpan left, CancellationToken stop)
    {
        var toSecond = left - TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds) - 1);
        var step = toSecond < RunStop.PollInterval ? toSecond : RunStop.PollInterval;
        await Task.Delay(step, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
