namespace RetryOrchestrator.Engine.Rendering.Progress;

/// <summary>How long the rest will take if it goes on as it went so far.</summary>
internal static class TimeLeft
{
    // Beyond this the guess says more about its few samples than about the work.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The estimate, in whole seconds, rounded up.</summary>
    /// <param name="elapsed">The time that what is done has taken.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is.</param>
    /// <returns>
    /// Zero when all is done; null while nothing is done or no time has passed, and when it would
    /// be more than 30 days.
    /// </returns>
    public static TimeSpan? Estimate(TimeSpan elapsed, int done, int total)
    {
        if (done >= total)
        {
            return TimeSpan.Zero;
        }

        if (done <= 0 || elapsed <= TimeSpan.Zero)
        {
            return null;
        }

        var seconds = Math.Ceiling(elapsed.TotalSeconds / done * (total - (double)done));
        return seconds > Longest.TotalSeconds ? null : TimeSpan.FromSeconds(seconds);
    }
}
