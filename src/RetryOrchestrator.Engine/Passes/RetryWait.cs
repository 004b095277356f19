using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Passes;

/// <summary>The wait between two passes, second by second, ended at once by a stop.</summary>
internal static class RetryWait
{
    /// <summary>Waits; returns false when a stop ended it.</summary>
    /// <param name="time">The clock; only its monotonic side counts, so that a clock set back does not prolong the wait.</param>
    /// <param name="events">Hears of the start, every second and the end.</param>
    /// <param name="store">Told that the run is alive, and asked for stops from elsewhere.</param>
    /// <param name="stop">The run's stop.</param>
    /// <param name="delay">How long; nothing is said of a wait of zero.</param>
    /// <param name="nextPass">The pass it waits for.</param>
    public static async Task<bool> RunAsync(
        TimeProvider time,
        IEventSink events,
        IRunStore store,
        RunStop stop,
        TimeSpan delay,
        int nextPass
    )
    {
        if (delay <= TimeSpan.Zero || stop.IsRequested)
        {
            return !stop.IsRequested;
        }

        var began = time.GetTimestamp();
        var seconds = (int)Math.Ceiling(delay.TotalSeconds);
        await events
            .PublishAsync(new WaitStarted(time.GetUtcNow(), seconds, nextPass))
            .ConfigureAwait(false);

        while (
            !stop.IsRequested
            && delay - time.GetElapsedTime(began) is var left
            && left > TimeSpan.Zero
        )
        {
            await NextSecondAsync(time, left, stop.Token).ConfigureAwait(false);
            stop.Poll(store);
            var remaining = (int)Math.Ceiling((delay - time.GetElapsedTime(began)).TotalSeconds);
            if (remaining > 0 && !stop.IsRequested)
            {
                await events
                    .PublishAsync(new WaitTicked(time.GetUtcNow(), remaining, seconds, nextPass))
                    .ConfigureAwait(false);
            }
        }

        await events
            .PublishAsync(new WaitEnded(time.GetUtcNow(), stop.IsRequested, nextPass))
            .ConfigureAwait(false);
        return !stop.IsRequested;
    }

    // Up to where a whole number of seconds is left.
    private static async Task NextSecondAsync(
        TimeProvider time,
        TimeSpan left,
        CancellationToken stop
    )
    {
        var wholeSeconds = TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds) - 1);
        await Task.Delay(left - wholeSeconds, time, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
