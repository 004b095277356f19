using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>The countdown between passes.</summary>
internal static class WaitText
{
    private const int SecondsBetweenLines = 10;

    /// <summary>The announcement; nothing when there is nothing to wait for.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="style">With <see cref="BannerStyle.None"/> the rules are left out.</param>
    public static IReadOnlyList<string> Started(WaitStarted wait, BannerStyle style)
    {
        if (wait.Seconds <= 0)
        {
            return [];
        }

        var line =
            $"WAITING {Words.Count(wait.Seconds, "SECOND", "SECONDS")} BEFORE PASS {Words.Number(wait.NextPass)}";
        return style == BannerStyle.None ? [line] : [Frame.Rule, line, Frame.Rule];
    }

    /// <summary>
    /// A line every 10 seconds of waiting, counted from its beginning, as the request has it: a
    /// wait of 25 s says 15 and 5.
    /// </summary>
    /// <returns>No line for the seconds between.</returns>
    public static IReadOnlyList<string> Ticked(WaitTicked tick)
    {
        var elapsed = tick.Seconds - tick.Remaining;
        return elapsed > 0 && elapsed % SecondsBetweenLines == 0
            ?
            [
                $"  ... {Words.Number(tick.Remaining)}s remaining until pass {Words.Number(tick.NextPass)}",
            ]
            : [];
    }

    /// <summary><c>2026-03-01 13:00:00 +01:00 Starting pass 2</c>: how the wait ended.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="look">How it is laid out.</param>
    public static IReadOnlyList<string> Ended(WaitEnded wait, OperatorLook look)
    {
        var how = wait.Cancelled
            ? "Shutdown requested, cancelling wait"
            : $"Starting pass {Words.Number(wait.NextPass)}";
        return [.. TextFit.Hang("", $"{look.Moment(wait.At)} {how}", look.Width)];
    }
}
