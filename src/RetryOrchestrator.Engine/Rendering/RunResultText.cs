using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>How a run ended, in one look.</summary>
public static class RunResultText
{
    private const int LabelColumns = 15;

    /// <summary>
    /// The last lines of a run, none wider than 80 columns but the command to copy, which is never
    /// broken.
    /// </summary>
    /// <param name="end">How the run was left.</param>
    /// <param name="worked">The time its passes took together.</param>
    /// <param name="locator">
    /// What the operator adds to a command to find this state from the folder he is in, such as
    /// <c>-JobsPath 'other/jobs.csv'</c>; empty when nothing is needed.
    /// </param>
    /// <param name="columns">What lines are wrapped to, from 40.</param>
    public static IReadOnlyList<string> Render(
        RunEnd end,
        TimeSpan worked,
        string locator = "",
        int columns = Frame.Width
    ) =>
        [
            Heading(end),
            .. Halted(end, columns),
            .. Rows(end, worked)
                .SelectMany(row => TextFit.Hang(Label(row.Label), row.Value, columns)),
            .. Command(end.Jobs, locator, columns),
        ];

    /// <summary>
    /// The jobs that did not succeed, by kind: <c>12 failed (8 account, 4 infrastructure), 5
    /// skipped, 3 due in the next run</c>, or <c>still due</c> when it was stopped. Empty when all
    /// succeeded.
    /// </summary>
    public static string NotDone(RunEnd end)
    {
        var jobs = end.Jobs;
        var kinds = new List<string>();
        if (jobs.Failed > 0)
        {
            kinds.Add($"{Words.Number(jobs.Failed)} failed ({FailureCounts.Of(jobs)})");
        }

        var rest = Words.Parts(
            (jobs.Uncertain, "uncertain (may have been done)"),
            (jobs.Skipped, "skipped"),
            (jobs.Due + jobs.Claimed, end.Stopped ? "still due" : "due in the next run")
        );
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
    /// <param name="locator">As in <see cref="Render"/>.</param>
    public static string ListCommand(JobTally jobs, string locator = "")
    {
        (int Count, string Status)[] statuses =
        [
            (jobs.Failed, "failed"),
            (jobs.Uncertain, "uncertain"),
            (jobs.Skipped, "skipped"),
            (jobs.Retrying, "retrying"),
            (jobs.Pending, "pending"),
            (jobs.Claimed, "claimed"),
        ];
        var named = string.Join(',', statuses.Where(s => s.Count > 0).Select(s => s.Status));
        return $"Get-OrchestratorJob -Status {named}{Where(locator)}";
    }

    /// <summary>What to type to list the jobs that succeeded on a retry.</summary>
    /// <param name="locator">As in <see cref="Render"/>.</param>
    public static string FlakyCommand(string locator = "") =>
        $"Get-OrchestratorJob{Where(locator)} | Where-Object SucceededOnRetry";

    /// <summary>Why a run stopped itself, what is left, and what to do about it.</summary>
    /// <param name="end">How the run was left.</param>
    /// <param name="halt">Why.</param>
    /// <param name="locator">As in <see cref="Render"/>.</param>
    public static string Halted(RunEnd end, RunHalt halt, string locator = "") =>
        $"Run {end.RunId} stopped: {halt.Reason}. {halt.Message.TrimEnd('.')}. Left: {NotDone(end)}. Mend "
        + "that, and the next start resumes it; -ContinueOnMissingCommand goes on regardless. To list "
        + $"them: {ListCommand(end.Jobs, locator)}";

    private static string Where(string locator) =>
        locator.Length == 0 ? "" : " " + TerminalText.CleanLine(locator);

    private static IEnumerable<string> Halted(RunEnd end, int columns) =>
        end.Halt is { } halt
            ? TextFit.Hang(
                Label("It stopped"),
                TerminalText.CleanLine($"{halt.Reason}: {halt.Message}"),
                columns
            )
            : [];

    private static string Heading(RunEnd end)
    {
        var word =
            end.Stopped ? "STOPPED"
            : end.AllSucceeded ? "COMPLETE"
            : end.NothingToDo ? "HAD NOTHING TO DO"
            : "INCOMPLETE";
        return $"RUN {Words.Number(end.RunId)} {word}: {Words.Number(end.Jobs.Succeeded)} of {Words.Count(end.Jobs.Total, "job")} succeeded";
    }

    private static IEnumerable<(string Label, string Value)> Rows(RunEnd end, TimeSpan worked)
    {
        var jobs = end.Jobs;
        yield return (
            "Passes",
            end.Passes == 0
                ? $"none ({WhyNone(end)})"
                : $"{Words.Number(end.Passes)}{Range(end)} ({Words.Duration(worked)} at work)"
        );
        if (jobs.Failed > 0)
        {
            yield return ("Failed", $"{Words.Number(jobs.Failed)} ({FailureCounts.Of(jobs)})");
        }

        if (jobs.Uncertain > 0)
        {
            yield return (
                "Uncertain",
                $"{Words.Number(jobs.Uncertain)}: may have been done, and not tried again by themselves"
            );
        }

        if (end.SucceededOnRetry > 0)
        {
            yield return (
                "On a retry",
                $"{Words.Count(end.SucceededOnRetry, "job")} succeeded ({Words.Duration(end.RetryTime)} in failed attempts)"
                    + (end.IsFlaky ? ": with -FailOnFlaky no full success" : "")
            );
        }

        if (jobs.Skipped > 0)
        {
            yield return ("Skipped", Words.Number(jobs.Skipped));
        }

        if (jobs.Due + jobs.Claimed > 0)
        {
            yield return (
                "Still due",
                Words.Number(jobs.Due + jobs.Claimed) + (end.Stopped ? "" : " (in the next run)")
            );
        }

        if (end.Halt is not null)
        {
            yield return ("To resume", "mend that, then start it again with the same command");
        }
        else if (end.Stopped)
        {
            yield return ("To resume", "start it again with the same command");
        }
    }

    private static string WhyNone(RunEnd end) =>
        end.Stopped ? "stopped while it waited for the next"
        : end.Jobs.Due > 0 ? "all are used up"
        : "no job was due";

    // A resumed run has more passes than this start has seen.
    private static string Range(RunEnd end) =>
        (end.FirstPass, end.Passes) switch
        {
            (1, _) => "",
            (var first, 1) => $", pass {Words.Number(first)} of the run",
            (var first, var count) =>
                $", passes {Words.Number(first)} to {Words.Number(first + count - 1)} of the run",
        };

    private static IEnumerable<string> Command(JobTally jobs, string locator, int columns)
    {
        if (jobs.Succeeded == jobs.Total)
        {
            return [];
        }

        var label = Label("To list them");
        var command = ListCommand(jobs, locator);
        return DisplayWidth.Of(label + command) <= columns
            ? [label + command]
            : [label.TrimEnd(), "    " + command];
    }

    private static string Label(string label) => "  " + TextFit.PadRight($"{label}:", LabelColumns);
}
