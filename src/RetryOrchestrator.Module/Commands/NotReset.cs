using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Why nothing of what was chosen can be reset: the reasons that are true, and no others.</summary>
internal sealed record NotReset
{
    private readonly Dictionary<JobStatus, int> _counts = [];

    /// <summary>The run that is live or was last.</summary>
    public OrchestratorStatus? Run { get; init; }

    /// <summary>Whether there was a job that was chosen and stays as it is.</summary>
    public bool Any => _counts.Count > 0;

    /// <summary>Takes in a job that was chosen and stays as it is.</summary>
    public void Add(OrchestratorJob job) =>
        _counts[job.Status] = _counts.GetValueOrDefault(job.Status) + 1;

    /// <summary>One sentence for all of it.</summary>
    public string Describe()
    {
        if (_counts.Count == 0)
        {
            return "Nothing was reset: there is no job such as was asked for.";
        }

        var reasons = new List<string>();
        if (_counts.TryGetValue(JobStatus.Success, out var done))
        {
            var (have, them) = done == 1 ? ("has", "it") : ("have", "them");
            reasons.Add($"{Words.Count(done, "job")} {have} succeeded (-Force runs {them} again)");
        }

        if (_counts.TryGetValue(JobStatus.Pending, out var due))
        {
            reasons.Add($"{Words.Count(due, "job")} {(due == 1 ? "is" : "are")} due already");
        }

        if (_counts.TryGetValue(JobStatus.Claimed, out var claimed))
        {
            reasons.Add($"{Words.Count(claimed, "job")} {AtWork(claimed)}");
        }

        return $"Nothing was reset: {string.Join("; ", reasons)}.";
    }

    private string AtWork(int count)
    {
        var (are, they) = count == 1 ? ("is", "it") : ("are", "they");
        return Run is { State: RunState.Running or RunState.Waiting, ProcessId: { } process } run
            ? $"{are} at work in the run that is live in process {process} on {run.HostName} "
                + "(Stop-OrchestratorRun stops it)"
            : $"{(count == 1 ? "was" : "were")} at work when the last run was cut off (the next start "
                + $"says what {they} came to)";
    }
}
