namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A signal that was sent to all of a process group or service: Ctrl+C typed in a terminal, a terminal
/// closed, a supervisor that ends everything it started (systemd's default). It ends a program that has
/// not left the group yet, or never does, at once; the run is told to stop a moment later. What ended in
/// between was cut off by the stop.
/// </summary>
internal static class GroupSignal
{
    // A run that works in the background of its session is not stopped by it.
    private static readonly TimeSpan StopComesWithin = TimeSpan.FromSeconds(5);

    // Those by which a terminal or a supervisor ends what it has started: hang-up, interrupt, quit,
    // terminate; POSIX gives them their numbers.
    private static readonly int[] Numbers = [1, 2, 3, 15];

    /// <summary>Whether the signal that ended a program may have been one.</summary>
    /// <param name="signal">Its number; null for a program that ended otherwise.</param>
    public static bool MayBe(int? signal) => signal is { } number && Numbers.Contains(number);

    /// <summary>Whether the run is stopped for one that has just come: waits until that is clear.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="stop">The run's stop.</param>
    public static async Task<bool> StopsRunAsync(TimeProvider time, CancellationToken stop)
    {
        await Task.Delay(StopComesWithin, time, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stop.IsCancellationRequested;
    }
}
