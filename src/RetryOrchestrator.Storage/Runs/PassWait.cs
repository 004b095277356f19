namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// The wait for a pass, until a moment that is stored. From the first question on only the monotonic
/// clock counts: one that is set back meanwhile does not make the wait longer, nor does one that was
/// set back before (a wait is never longer than the delay between passes).
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="until">When the pass is to begin, UTC; null: at once.</param>
/// <param name="delay">The delay between passes.</param>
internal sealed class PassWait(TimeProvider time, DateTimeOffset? until, TimeSpan delay)
{
    private (long At, TimeSpan Left)? _asked;

    /// <summary>How much of it is left; zero or less: none.</summary>
    /// <param name="at">Now, UTC.</param>
    public TimeSpan Left(DateTimeOffset at)
    {
        if (_asked is { } asked)
        {
            return asked.Left - time.GetElapsedTime(asked.At);
        }

        var left = until is { } moment ? moment - at : TimeSpan.Zero;
        left = left < delay ? left : delay;
        _asked = (time.GetTimestamp(), left);
        return left;
    }
}
