using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage;

namespace RetryOrchestrator.Proof.Tests.TwoAtOnce;

/// <summary>
/// One who looks at the status again and again, each time as Get-OrchestratorStatus does, and holds
/// it against what is known of the run.
/// </summary>
internal sealed class StatusWatch(IStateStore state, int jobs)
{
    private int _succeeded;
    private bool _hasSeenJobs;

    /// <summary>How often it saw the run under way.</summary>
    public int LiveLooks { get; private set; }

    /// <summary>Looks once; before the list is taken in there is nothing to see.</summary>
    public void Look()
    {
        OrchestratorStatus status;
        try
        {
            using var reader = state.OpenForReading();
            status = reader.ReadStatus();
        }
        catch (StateException fault) when (fault.ErrorId == "StateNotFound" && !_hasSeenJobs)
        {
            return;
        }

        if (status.Total == 0 && !_hasSeenJobs)
        {
            return;
        }

        _hasSeenJobs = true;
        Assert.Equal(jobs, status.Total);
        Assert.Equal(
            jobs,
            status.Pending
                + status.Claimed
                + status.Succeeded
                + status.Retrying
                + status.Failed
                + status.Skipped
        );
        // Counted in one table, listed from another: only in one moment do they agree. A worker is
        // listed once, with the first of the short jobs that are claimed ahead for it.
        Assert.Equal(status.Claimed > 0, status.Workers.Count > 0);
        Assert.InRange(status.Workers.Count, 0, status.Claimed);
        Assert.Equal(status.Workers.DistinctBy(worker => worker.Id), status.Workers);
        Assert.InRange(status.Succeeded, _succeeded, jobs);
        _succeeded = status.Succeeded;
        LiveLooks += status.State == RunState.Running ? 1 : 0;
    }
}
