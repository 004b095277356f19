using System.Management.Automation;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Makes chosen jobs due again, with a new budget; their history stays.</summary>
[Cmdlet(
    VerbsCommon.Reset,
    "OrchestratorJob",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium
)]
[OutputType(typeof(OrchestratorJob))]
public sealed class ResetOrchestratorJobCommand : JobQueryCmdlet
{
    /// <summary>Resets jobs that have succeeded too: they will be run again.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the jobs that changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (NothingPiped)
        {
            return;
        }

        var query = Query;
        if (query.JobIds.Count + Account.Length + Status.Length + Category.Length == 0)
        {
            Fail(
                "NoJobsChosen",
                ErrorCategory.InvalidArgument,
                "Say which jobs: by -JobId, -Account, -Status or -Category. "
                    + "-JobId * means all of them."
            );
        }

        var chosen = Read(reader =>
            reader
                .ReadJobs(query)
                .Where(job => job.Status is not (JobStatus.Pending or JobStatus.Claimed))
                .Where(job => Force || job.Status != JobStatus.Success)
                .Select(job => job.JobId)
                .ToList()
        );
        if (chosen.Count == 0)
        {
            WriteWarning(
                "No job that was chosen can be reset: it is due already, or it has succeeded "
                    + "(-Force runs that again), or there is none."
            );
            return;
        }

        var target = chosen.Count == 1 ? $"job '{chosen[0]}'" : $"{chosen.Count} jobs";
        if (!ShouldProcess(target, "Reset"))
        {
            return;
        }

        var reset = Guard(() =>
        {
            using var state = States.OpenForMaintenance(Paths.State);
            return state.Reset(query, Force, TimeProvider.System.GetUtcNow());
        });
        if (PassThru)
        {
            WriteObject(reset, enumerateCollection: true);
        }
    }
}
