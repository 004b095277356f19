using RetryOrchestrator.Engine.Rendering.Text;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>A status for the console: as one row, or in full.</summary>
public static class StatusText
{
    private const int LabelColumns = 13;

    /// <summary>A heading and one row. Due is what waits for an attempt: pending or retrying.</summary>
    public static IReadOnlyList<string> Table(OrchestratorStatus status)
    {
        (string Heading, string Value)[] columns =
        [
            ("State", status.State.ToString()),
            ("Pass", Pass(status)),
            ("Jobs", Words.Number(status.Total)),
            ("Succeeded", Words.Number(status.Succeeded)),
            ("Claimed", Words.Number(status.Claimed)),
            ("Due", Words.Number((long)status.Pending + status.Retrying)),
            ("Failed", Words.Number(status.Failed)),
            ("Skipped", Words.Number(status.Skipped)),
            ("Rate", Words.Percent(status.SuccessRate)),
        ];
        return [Row(columns, column => column.Heading), Row(columns, column => column.Value)];

        // The state is a word and stands left; everything else is a number.
        static string Row(
            (string Heading, string Value)[] columns,
            Func<(string Heading, string Value), string> cell
        ) =>
            string.Join(
                "  ",
                columns.Select(
                    (column, index) =>
                    {
                        var width = Math.Max(column.Heading.Length, column.Value.Length);
                        return index == 0
                            ? TextFit.PadRight(cell(column), width)
                            : TextFit.PadLeft(cell(column), width);
                    }
                )
            );
    }

    /// <summary>Everything a status says, a line each.</summary>
    /// <param name="status">The status.</param>
    /// <param name="now">The time of showing it, UTC, for what is counted from it.</param>
    public static IReadOnlyList<string> Full(OrchestratorStatus status, DateTimeOffset now) =>
        [
            .. Rows(status, now)
                .SelectMany(row => TextFit.Below(Label(row.Label), row.Value, Frame.Width)),
            .. Workers(status, now),
            .. status.SetAside.SelectMany(device =>
                TextFit.Below(Label("Set aside"), TerminalText.CleanLine($"{device}"), Frame.Width)
            ),
            .. Configuration(status),
        ];

    private static IEnumerable<(string Label, string Value)> Rows(
        OrchestratorStatus status,
        DateTimeOffset now
    )
    {
        yield return ("State", State(status, now));
        if (status.RunId is { } run)
        {
            yield return ("Run", Words.Number(run));
            yield return ("Pass", Pass(status));
        }

        yield return (
            "Succeeded",
            $"{Words.Number(status.Succeeded)} of {Words.Count(status.Total, "job")} ({Words.Percent(status.SuccessRate)})"
        );
        yield return ("Claimed", Words.Number(status.Claimed));
        yield return ("Pending", Words.Number(status.Pending));
        yield return ("Retrying", Retrying(status));
        yield return ("Failed", Failed(status));
        yield return ("Skipped", Words.Number(status.Skipped));
        if (status.StartedAt is { } started)
        {
            yield return (
                "Started",
                $"{Words.Moment(started)} ({Words.Duration(now - started)} ago)"
            );
        }

        if (status.UpdatedAt is { } updated)
        {
            yield return (
                "Updated",
                $"{Words.Moment(updated)} ({Words.Duration(now - updated)} ago)"
            );
        }

        if (status.ProcessId is { } process)
        {
            var host = status.HostName is { } name ? $" on {TerminalText.CleanLine(name)}" : "";
            yield return ("Process", Words.Number(process) + host);
        }

        yield return ("State file", TerminalText.CleanLine(status.StatePath));
    }

    private static string State(OrchestratorStatus status, DateTimeOffset now) =>
        status.State switch
        {
            RunState.NotStarted => "NotStarted: no run yet",
            RunState.Waiting when status.NextPassAt is { } next => next > now
                ? $"Waiting: pass {Words.Number(status.Pass + 1)} starts in {Words.Duration(next - now)}"
                : $"Waiting: pass {Words.Number(status.Pass + 1)} is about to start",
            RunState.Stopped => "Stopped: the next start resumes it",
            RunState.Interrupted => "Interrupted: its process is gone; the next start resumes it",
            _ => status.State.ToString(),
        };

    private static string Pass(OrchestratorStatus status) =>
        status.Pass == 0 ? "-" : $"{Words.Number(status.Pass)} of {Words.Number(status.MaxPasses)}";

    private static string Retrying(OrchestratorStatus status) =>
        Words.Number(status.Retrying)
        + (status is { State: RunState.Completed, Retrying: > 0 } ? " (due in the next run)" : "");

    private static string Failed(OrchestratorStatus status)
    {
        var kinds = Words.Failures(
            status.FailedAccount,
            status.FailedInfrastructure,
            status.FailedUnknown,
            status.FailedInput
        );
        return Words.Number(status.Failed) + (kinds.Length == 0 ? "" : $" ({kinds})");
    }

    private static IEnumerable<string> Workers(OrchestratorStatus status, DateTimeOffset now) =>
        status.Workers.SelectMany(worker =>
        {
            var device = worker.Device is { } d ? $" on {TerminalText.CleanLine(d)}" : "";
            return TextFit.Below(
                Label($"Worker {Words.Number(worker.Id)}"),
                $"job {TerminalText.CleanLine(worker.JobId)}{device}, {Words.Duration(now - worker.Since)}",
                Frame.Width
            );
        });

    private static IEnumerable<string> Configuration(OrchestratorStatus status) =>
        status.Configuration.Count == 0
            ? []
            :
            [
                "Configuration:",
                .. status.Configuration.SelectMany(setting =>
                    TextFit.Below(
                        $"  {TextFit.PadRight(TerminalText.CleanLine(setting.Name) + ":", 25)} ",
                        TerminalText.CleanLine(setting.Value) + SettingOrigin.Of(setting),
                        Frame.Width
                    )
                ),
            ];

    private static string Label(string label) => TextFit.PadRight(label + ":", LabelColumns);
}
