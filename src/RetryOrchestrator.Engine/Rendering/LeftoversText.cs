using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What is said of the processes that an attempt left at work.</summary>
internal static class LeftoversText
{
    /// <summary><c>job v17 (attempt 1) left 2 processes at work, which were ended</c></summary>
    public static string Line(AttemptLeftovers left)
    {
        ArgumentNullException.ThrowIfNull(left);
        return $"job {TerminalText.CleanLine(left.JobId)} (attempt {Words.Number(left.Number)}) left "
            + Words.Count(left.Count, "process", "processes")
            + (
                left.AreEnded
                    ? " at work: ended"
                    : " at work when it succeeded: left alone (-EndLeftovers Always ends them too)"
            );
    }
}
