using System.Management.Automation;
using System.Management.Automation.Host;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Makes chosen jobs due again, with a new budget; their history stays.</summary>
[Cmdlet(
    VerbsCommon.Reset,
    "OrchestratorJob",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High
)]
[OutputType(typeof(OrchestratorJob))]
public sealed class ResetOrchestratorJobCommand : JobQueryCmdlet
{
    /// <summary>How many jobs are named one by one; the others are counted.</summary>
    private const int MaxNamed = 100;

    /// <summary>
    /// Includes jobs that have succeeded: they will be run again. It asks before it does that;
    /// <c>-Confirm:$false</c> says that nobody is to be asked.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the jobs that changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool _someSucceeded;

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

        var approved = Approved(chosen);
        if (approved.Count == 0)
        {
            return;
        }

        var meant = query with { JobIds = approved, IdsAreLiteral = true };
        var reset = Guard(() =>
        {
            using var state = States.OpenForMaintenance(Paths.State);
            return state.Reset(
                approved.Count == chosen.Count ? query : meant,
                Force,
                TimeProvider.System.GetUtcNow()
            );
        });
        if (PassThru)
        {
            WriteObject(reset.Select(job => OperatorClock.Show(job)), enumerateCollection: true);
        }
    }

    private List<string> Approved(List<OrchestratorJob> chosen)
    {
        _someSucceeded = chosen.Exists(job => job.Status == JobStatus.Success);
        try
        {
            var approved = chosen
                .Take(MaxNamed)
                .Where(IsApproved)
                .Select(job => job.JobId)
                .ToList();
            var others = chosen.Skip(MaxNamed).ToList();
            if (others.Count > 0 && AreApproved(others))
            {
                approved.AddRange(others.Select(job => job.JobId));
            }

            return approved;
        }
        // What a host throws that cannot ask is its own affair; a stopped pipeline is not that.
        catch (Exception exception) when (exception is HostException or not RuntimeException)
        {
            Fail(
                "ConfirmationNeeded",
                ErrorCategory.InvalidOperation,
                "Jobs that have succeeded are to be run again, and nobody can be asked whether that is "
                    + "meant. Nothing was reset. Add -Confirm:$false to do it without being asked.",
                chosen[0].JobId
            );
            throw;
        }
    }

    private bool IsApproved(OrchestratorJob job) =>
        !IsAsked() || ShouldProcess($"job '{job.JobId}' ({job.Status.ToWord()})", ActionOn(job));

    private bool AreApproved(List<OrchestratorJob> jobs)
    {
        var succeeded = jobs.Find(job => job.Status == JobStatus.Success);
        return !IsAsked()
            || ShouldProcess(
                $"{jobs.Count} more jobs, from '{jobs[0].JobId}' to '{jobs[^1].JobId}'",
                succeeded.JobId is null ? ActionOn(jobs[0]) : ActionOn(succeeded)
            );
    }

    private static string ActionOn(OrchestratorJob job) =>
        job.Status == JobStatus.Success ? "Reset what has succeeded, to run it again" : "Reset";

    // To run again what has succeeded is what -Confirm is there for; what is chosen together with it
    // is asked too, so that "No to All" means all. The rest is asked as anything of medium impact is.
    private bool IsAsked() =>
        _someSucceeded
        || IsOn("WhatIf")
        || IsOn("Confirm")
        || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))
        || (
            !MyInvocation.BoundParameters.ContainsKey("Confirm")
            && LanguagePrimitives.TryConvertTo<ConfirmImpact>(
                GetVariableValue("ConfirmPreference"),
                out var asks
            )
            && asks is ConfirmImpact.Low or ConfirmImpact.Medium
        );

    private bool IsOn(string parameter) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
        && ((SwitchParameter)given).ToBool();
}
