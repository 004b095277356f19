using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What a list brought that the operator may not expect, and what to do about it.</summary>
internal static class IntakeText
{
    private const string Indent = "  ";

    /// <summary>Notes, each wrapped, and commands, which are never broken.</summary>
    /// <param name="intake">What taking in the list changed.</param>
    /// <param name="locator">What is added to a command to find the state.</param>
    public static IEnumerable<string> Render(IntakeCounts intake, string locator) =>
        [
            .. Changed(
                intake.ChangedDone,
                "changed, but done before, and not run again",
                " -Force",
                locator
            ),
            .. Changed(
                intake.ChangedStopped,
                "changed, but stopped by an account failure before, and not run again",
                "",
                locator
            ),
            .. Cleaned(intake.Cleaned),
        ];

    private static IEnumerable<string> Changed(
        IntakeSample jobs,
        string what,
        string force,
        string locator
    )
    {
        if (jobs.Count == 0)
        {
            return [];
        }

        var where = locator.Length == 0 ? "" : " " + TerminalText.CleanLine(locator);
        var ids = string.Join(',', jobs.First.Select(Quoted));
        var others = jobs.Count == jobs.First.Count ? "" : " (name the others likewise)";
        return
        [
            .. Note(
                $"{Words.Count(jobs.Count, "job")} {what}: {List(jobs)}. To run "
                    + $"{(jobs.Count == 1 ? "it" : "them")} again{others}:"
            ),
            $"{Indent}{Indent}Reset-OrchestratorJob -JobId {ids}{force}{where}",
        ];
    }

    private static IEnumerable<string> Cleaned(IntakeSample rows) =>
        rows.Count == 0
            ? []
            : Note(
                $"Characters that nobody sees were taken out of {Words.Count(rows.Count, "row")}, "
                    + $"so that names that look the same are the same: {List(rows)}."
            );

    private static string List(IntakeSample sample)
    {
        var more = sample.Count - sample.First.Count;
        return string.Join(", ", sample.First.Select(TerminalText.CleanLine))
            + (more == 0 ? "" : $" and {Words.Number(more)} more");
    }

    private static IEnumerable<string> Note(string text) => TextFit.Hang(Indent, text, Frame.Width);

    private static string Quoted(string id) =>
        $"'{TerminalText.CleanLine(id).Replace("'", "''", StringComparison.Ordinal)}'";
}
