using System.Management.Automation;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// PowerShell's own background jobs that a script started and did not remove. They end with it,
/// and no later script sees them.
/// </summary>
internal sealed class LeftJobs(PSCmdlet command)
{
    // Jobs of this kind, made by Start-ThreadJob, are known to Get-Job alone.
    private const string ThreadJobs = "ThreadJobSourceAdapter";

    private static readonly TimeSpan StoppingTime = TimeSpan.FromSeconds(1);

    private readonly JobRepository _jobs = command.JobRepository;
    private readonly JobManager _manager = command.JobManager;

    /// <summary>Those of Start-Job, Invoke-Command -AsJob, and the actions of events.</summary>
    public void End()
    {
        foreach (var job in _jobs.Jobs)
        {
            _jobs.Remove(job);
            Start(() =>
            {
                job.StopJob();
                job.Dispose();
            });
        }
    }

    /// <summary>Those of Start-ThreadJob. Needs a pipeline that runs.</summary>
    public void EndThreadJobs()
    {
        if (!_manager.IsRegistered(ThreadJobs))
        {
            return;
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var jobs = shell.AddCommand("Get-Job").Invoke<Job>();
        var stops = jobs.Where(job => !HasEnded(job)).Select(job => Start(job.StopJob)).ToArray();
        // What does not stop is not waited for: it is removed when it has.
        _ = Task.WaitAll(stops, StoppingTime);
        foreach (var job in jobs.Where(HasEnded))
        {
            shell.Commands.Clear();
            shell.AddCommand("Remove-Job").AddParameter("Job", job).Invoke();
        }
    }

    private static bool HasEnded(Job job) =>
        job.JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped;

    private static Task Start(Action end) => BackgroundThread.Start("Orchestrator job end", end);
}
