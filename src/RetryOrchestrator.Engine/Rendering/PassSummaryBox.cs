using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// What a pass came to, in a box of exactly 80 columns. The numbers are the pass's; those of the
/// run stand in a row of their own, where they say something else.
/// </summary>
internal static class PassSummaryBox
{
    private const int LabelColumns = 30;
    private const int ValueColumns = 44;

    // Next is read as text, not as a number: it stands left-aligned and goes on below itself.
    private const int NextLabelColumns = 34;
    private const int NextColumns = 41;

    /// <summary>The summary's lines.</summary>
    /// <param name="summary">The pass.</param>
    /// <param name="style">With <see cref="BannerStyle.None"/> there are plain lines and no box.</param>
    /// <param name="columns">What plain lines are wrapped to, from 40.</param>
    public static IReadOnlyList<string> Render(
        RetryPassSummary summary,
        BannerStyle style,
        int columns = Frame.Width
    ) => style == BannerStyle.None ? Plain(summary, columns) : Boxed(summary);

    private static List<string> Boxed(RetryPassSummary summary)
    {
        var bar = new string('═', Frame.Inner);
        return
        [
            $"╔{bar}╗",
            $"║{TextFit.Center(Title(summary), Frame.Inner)}║",
            $"╠{bar}╣",
            .. CountRows(summary).Select(row => Row(row.Label, Words.Number(row.Count))),
            $"╠{bar}╣",
            Row("Success Rate:", Rate(summary)),
            Row("Duration:", Words.Duration(summary.Duration)),
            .. RetryRows(summary).Select(value => Row("Succeeded On A Retry:", value)),
            .. RunRows(summary).Select(value => Row("Run So Far:", value)),
            .. Guards(summary).SelectMany(value => TextRows("Guards:", value)),
            $"╠{bar}╣",
            .. TextRows("Next:", Next(summary)),
            $"╚{bar}╝",
        ];
    }

    private static List<string> Plain(RetryPassSummary summary, int columns)
    {
        var failures = FailureCounts.Of(
            summary.FailedAccount,
            summary.FailedInfrastructure,
            summary.FailedUnknown,
            summary.FailedInput
        );
        var failed =
            summary.FailedAccount
            + summary.FailedInfrastructure
            + summary.FailedUnknown
            + summary.FailedInput;
        var rest = Words.Parts(
            (summary.Uncertain, "uncertain"),
            (summary.Skipped, "skipped"),
            (summary.Cancelled, "cancelled"),
            (summary.Deferred, "deferred"),
            (
                summary.LeftoversEnded,
                summary.LeftoversEnded == 1 ? "leftover ended" : "leftovers ended"
            ),
            (
                summary.LeftAtWork,
                summary.LeftAtWork == 1 ? "process left at work" : "processes left at work"
            ),
            (summary.GivenBack, "given back")
        );
        var counts =
            $"{Words.Number(summary.Processed)} processed, {Words.Number(summary.Succeeded)} succeeded, {Words.Number(failed)} failed"
            + (failures.Length == 0 ? "" : $" ({failures})")
            + (rest.Length == 0 ? "" : $", {rest}");
        return
        [
            Title(summary),
            .. TextFit.Hang("  ", counts, columns),
            .. TextFit.Hang(
                "  ",
                $"Success rate {Rate(summary)}, duration {Words.Duration(summary.Duration)}",
                columns
            ),
            .. RetryRows(summary)
                .SelectMany(value => TextFit.Hang("  Succeeded on a retry: ", value, columns)),
            .. Guards(summary).SelectMany(value => TextFit.Hang("  Guards: ", value, columns)),
            .. RunRows(summary).SelectMany(value => TextFit.Hang("  Run so far: ", value, columns)),
            .. TextFit.Hang("  Next: ", Next(summary), columns),
        ];
    }

    private static string Title(RetryPassSummary summary) =>
        $"PASS {Words.Number(summary.Pass)} SUMMARY";

    // Of a pass that was cut short it says nothing of the jobs whose turn did not come.
    private static string Rate(RetryPassSummary summary) =>
        summary.Processed == 0 ? "n/a"
        : summary.Result == PassResult.Cancelled
            ? $"{Words.Percent(summary.SuccessRate)} of the {Words.Number(summary.Processed)} processed"
        : Words.Percent(summary.SuccessRate);

    private static string Next(RetryPassSummary summary) =>
        TerminalText.CleanLine(summary.NextAction);

    private static IEnumerable<(string Label, int Count)> CountRows(RetryPassSummary summary)
    {
        (string Label, int Count, bool Always)[] rows =
        [
            ("Jobs Processed:", summary.Processed, true),
            ("✓ Succeeded:", summary.Succeeded, true),
            ("✗ Failed (account issues):", summary.FailedAccount, true),
            ("⟳ Failed (infrastructure):", summary.FailedInfrastructure, true),
            ("? Failed (unknown):", summary.FailedUnknown, true),
            ("✗ Failed (input):", summary.FailedInput, false),
            ("? Uncertain (may be done):", summary.Uncertain, false),
            ("- Skipped:", summary.Skipped, false),
            ("- Cancelled:", summary.Cancelled, false),
            ("- Deferred:", summary.Deferred, false),
            ("- Leftovers ended:", summary.LeftoversEnded, false),
            ("- Processes left at work:", summary.LeftAtWork, false),
            ("- Given back:", summary.GivenBack, false),
        ];
        return rows.Where(row => row.Always || row.Count != 0)
            .Select(row => (row.Label, row.Count));
    }

    private static IEnumerable<string> RetryRows(RetryPassSummary summary) =>
        summary.SucceededOnRetry == 0
            ? []
            :
            [
                $"{Words.Count(summary.SucceededOnRetry, "job")}, {Words.Duration(summary.RetryTime)} in failed attempts",
            ];

    // In a pass that was the whole run so far, the row would only repeat the numbers above it.
    private static IEnumerable<string> RunRows(RetryPassSummary summary) =>
        summary.RunTotal == summary.Processed && summary.RunSucceeded == summary.Succeeded
            ? []
            :
            [
                $"{Words.Number(summary.RunSucceeded)} of {Words.Count(summary.RunTotal, "job")} succeeded",
            ];

    private static string[] Guards(RetryPassSummary summary) =>
        summary.Guards is { } guards ? [TerminalText.CleanLine(guards)] : [];

    private static IEnumerable<string> TextRows(string label, string text) =>
        TextFit
            .Wrap(text, NextColumns)
            .Select(
                (line, index) =>
                    $"║  {TextFit.PadRight(index == 0 ? label : "", NextLabelColumns)}{TextFit.PadRight(line, NextColumns)} ║"
            );

    private static string Row(string label, string value) =>
        $"║  {TextFit.PadRight(label, LabelColumns)} {TextFit.PadLeft(value, ValueColumns)} ║";
}
