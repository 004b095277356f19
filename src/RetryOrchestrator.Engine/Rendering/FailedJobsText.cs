using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// The jobs that will not be tried again, a line each however long it is, so that a log can be
/// searched line by line.
/// </summary>
internal static class FailedJobsText
{
    /// <summary>
    /// <c>2026-03-01 13:00:00 +01:00 FAILED job v17 (attempt 2), account (suspended): ...</c>
    /// </summary>
    /// <param name="failed">The jobs.</param>
    /// <param name="look">How it is laid out.</param>
    /// <param name="locator">
    /// What is added to a command to find this state, as in <see cref="RunResultText.Render"/>.
    /// </param>
    public static IReadOnlyList<string> Render(JobsFailed failed, OperatorLook look, string locator)
    {
        var moment = look.Moment(failed.At);
        var lines = failed
            .Jobs.Select(job =>
                $"{moment} {Word(job.Status)} {AttemptLine.NotTriedAgain(job, Due(job.Status))}"
            )
            .ToList();
        if (failed.More > 0)
        {
            var where = locator.Length == 0 ? "" : " " + TerminalText.CleanLine(locator);
            lines.Add(
                $"{moment} FAILED and {Words.Number(failed.More)} more in pass {Words.Number(failed.Pass)}: "
                    + $"Get-OrchestratorJob -Status failed,uncertain,retrying{where}"
            );
        }

        return lines;
    }

    // A log is searched for one word, whether or not a later run may try it again.
    private static string Word(JobStatus status) =>
        (status == JobStatus.Retrying ? JobStatus.Failed : status).ToWord().ToUpperInvariant();

    private static string? Due(JobStatus status) =>
        status == JobStatus.Retrying ? "the passes are used up: due in the next run" : null;
}
