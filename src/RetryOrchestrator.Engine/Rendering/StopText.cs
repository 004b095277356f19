using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What is said the moment a stop is heard.</summary>
internal static class StopText
{
    /// <summary>
    /// <c>2026-03-01 13:00:00 +01:00 STOPPING: 3 jobs at work have 10 seconds to end</c>
    /// </summary>
    /// <param name="stop">What was heard.</param>
    /// <param name="look">How it is laid out.</param>
    public static IReadOnlyList<string> Render(StopBegan stop, OperatorLook look)
    {
        var one = stop.AtWork == 1;
        var seconds = (long)Math.Ceiling(stop.Grace.TotalSeconds);
        var what =
            seconds > 0
                ? $"{(one ? "has" : "have")} {Words.Count(seconds, "second")} to end"
                : $"{(one ? "is" : "are")} ended by force";
        return
        [
            .. TextFit.Hang(
                "",
                $"{look.Moment(stop.At)} STOPPING: {Words.Count(stop.AtWork, "job")} at work {what}",
                look.Width
            ),
        ];
    }
}
