using RetryOrchestrator.Engine.Rendering.Text;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>How a run ended, in one look.</summary>
public static class RunResultText
{
    private const int LabelColumns = 15;

    /// <summary>
    /// The last lines of a run, none wider than 80 columns but the command to copy, which is never
    /// broken.
    /// </summary>
    public static IReadOnlyList<string> Render(RunResult result) =>
        [
            Heading(result),
            .. Rows(result)
                .SelectMany(row => TextFit.Hang(Label(row.Label), row.Value, Frame.Width)),
            .. Command(result),
        ];

    /// <summary>
    /// The jobs that did not succeed, by kind: <c>12 failed (8 account, 4 infrastructure), 5
    /// skipped, 3 still due</c>. Empty when all succeeded.
    /// </summary>
    public static string NotDone(JobTally jobs)
    {
        var kinds = new List<string>();
        if (jobs.Failed > 0)
        {
            kinds.Add($"{Words.Number(jobs.Failed)} failed ({Words.Failures(jobs)})");
        }

        var rest = Words.Parts((jobs.Skipped, "skipped"), (jobs.Due + jobs.Claimed, "still due"));
        if (rest.Length > 0)
        {
            kinds.Add(rest);
        }

        return string.Join(", ", kinds);
    }

    /// <summary>
    /// What to type to list the jobs that did not succeed: <c>Get-OrchestratorJob -Status
    /// failed,skipped</c>. Names only the statuses that occur.
    /// </summary>
    /// <param name="jobs">Where the jobs stand.</param>
    /// <param name="locator">As in <see cref="RunResult.Locator"/>.</param>
    public static string ListCommand(JobTally jobs, string locator = "")
    {
        (int Count, string Status)[] statuses =
        [
            (jobs.Failed, "failed"),
            (jobs.Skipped, "skipped"),
            (jobs.Retrying, "retrying"),
            (jobs.Pending, "pending"),
            (jobs.Claimed, "claimed"),
        ];
        var named = string.Join(',', statuses.Where(s => s.Count > 0).Select(s => s.Status));
        var where = locator.Length == 0 ? "" : " " + TerminalText.CleanLine(locator);
        return $"Get-OrchestratorJob -Status {named}{where}";
    }

    private static string Heading(RunResult result)
    {
        var jobs = result.Jobs;
        var word = (result.Stopped, jobs.Succeeded == jobs.Total) switch
        {
            (true, _) => "STOPPED",
            (_, true) => "COMPLETE",
            _ => "INCOMPLETE",
        };
        return $"RUN {Words.Number(result.RunId)} {word}: {Words.Number(jobs.Succeeded)} of {Words.Count(jobs.Total, "job")} succeeded";
    }

    private static IEnumerable<(string Label, string Value)> Rows(RunResult result)
    {
        var jobs = result.Jobs;
        yield return ("Passes", Effort(result.Passes));
        if (jobs.Failed > 0)
        {
            yield return ("Failed", $"{Words.Number(jobs.Failed)} ({Words.Failures(jobs)})");
        }

        if (jobs.Skipped > 0)
        {
            yield return ("Skipped", Words.Number(jobs.Skipped));
        }

        if (jobs.Due + jobs.Claimed > 0)
        {
            yield return ("Still due", Words.Number(jobs.Due + jobs.Claimed));
        }

        if (result.Stopped)
        {
            yield return ("To resume", "start it again with the same command");
        }
    }

    private static string Effort(IReadOnlyList<RetryPassSummary> passes)
    {
        var worked = passes.Aggregate(TimeSpan.Zero, (sum, pass) => sum + pass.Duration);
        return passes.Any(pass => pass.Processed > 0 || pass.Cancelled > 0)
            ? $"{Words.Number(passes.Count)} ({Words.Duration(worked)} at work)"
            : "nothing was attempted";
    }

    private static IEnumerable<string> Command(RunResult result)
    {
        if (result.Jobs.Succeeded == result.Jobs.Total)
        {
            return [];
        }

        var label = Label("To list them");
        var command = ListCommand(result.Jobs, result.Locator);
        return DisplayWidth.Of(label + command) <= Frame.Width
            ? [label + command]
            : [label.TrimEnd(), "    " + command];
    }

    private static string Label(string label) => "  " + TextFit.PadRight($"{label}:", LabelColumns);
}
