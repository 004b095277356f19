using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// What a status means for whoever looks at it, in words: "Completed" alone says nothing of the jobs
/// that a run had no pass left for.
/// </summary>
internal static class StatusAction
{
    /// <summary>NOT STARTED, RUNNING, HOLDING, WAITING, STOPPED, INTERRUPTED, ENDED or COMPLETE, and what is due.</summary>
    public static string Of(OrchestratorStatus status)
    {
        var due = status.Pending + status.Retrying;
        var jobs = Words.Count(due, "job");
        return status.State switch
        {
            RunState.NotStarted => $"NOT STARTED: {jobs} due",
            RunState.Running when status.HoldingSince is not null =>
                $"HOLDING: nothing works, one job a minute is tried until one succeeds; pass {Pass(status)}, {Words.Count(status.Claimed, "job")} at work, {Words.Number(due)} due",
            RunState.Running =>
                $"RUNNING: pass {Pass(status)}, {Words.Count(status.Claimed, "job")} at work, {Words.Number(due)} due",
            RunState.Waiting =>
                $"WAITING: {jobs} will retry in pass {Words.Number(status.Pass + 1)}",
            RunState.Stopped => $"STOPPED: {jobs} still due; the next start resumes the run",
            RunState.Interrupted =>
                $"INTERRUPTED: the run's process is gone; {Words.Count(due + status.Claimed, "job")} still due; the next start resumes the run",
            _ => Ended(status, due),
        };
    }

    private static string Ended(OrchestratorStatus status, int due)
    {
        if (due > 0)
        {
            var limit =
                status.Pass > 0 && status.Pass >= status.MaxPasses && status.Retrying > 0
                    ? $"max passes ({Words.Number(status.MaxPasses)}) reached, "
                    : "";
            return $"ENDED: {limit}{Words.Count(due, "job")} still due in the next run";
        }

        var left = Words.Parts(
            (status.FailedAccount, "account"),
            (status.FailedInfrastructure, "infrastructure"),
            (status.FailedUnknown, "unknown"),
            (status.FailedInput, "input"),
            (status.Skipped, "skipped"),
            (status.Uncertain, "uncertain (may have been done)")
        );
        return left.Length > 0
            ? $"ENDED: nothing is due; not done: {left}"
            : $"COMPLETE: {Words.Number(status.Succeeded)} of {Words.Count(status.Total, "job")} succeeded";
    }

    private static string Pass(OrchestratorStatus status) =>
        $"{Words.Number(status.Pass)} of {Words.Number(status.MaxPasses)}";
}
