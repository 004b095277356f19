using System.Management.Automation;
using System.Management.Automation.Host;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
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
    /// Includes jobs that have succeeded, and those that may have: they will be run again. Without it
    /// the latter have to be named, by id or by status. It asks before it does that, of these alone;
    /// <c>-Confirm:$false</c> says that nobody is to be asked.
    /// </summary>
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
                ErrorIds.NoJobsChosen,
                ErrorCategory.InvalidArgument,
                "Say which jobs: by -JobId, -Account, -Status or -Category. "
                    + "-JobId * means all of them."
            );
        }

        var (chosen, others, leftOut) = Read(reader => Choose(reader, query));
        if (leftOut > 0)
        {
            WriteWarning(
                $"{leftOut} uncertain {(leftOut == 1 ? "job is" : "jobs are")} left out: they may have been done. "
                    + "Name them by their ids or with -Status Uncertain, or add -Force, to run them again."
            );
        }

        if (chosen.Count == 0)
        {
            if (leftOut == 0 || others.Any)
            {
                WriteWarning(others.Describe());
            }

            return;
        }

        var approved = Approved(chosen);
        if (approved.Count == 0)
        {
            return;
        }

        // What is uncertain was chosen by name: that takes force for it, and for nothing else.
        var byName = chosen.Exists(job => job.Status == JobStatus.Uncertain) && !Force;
        var meant = query with { JobIds = approved, IdsAreLiteral = true };
        var reset = Guard(() =>
        {
            using var state = State.OpenForMaintenance();
            return state.Reset(
                approved.Count == chosen.Count && !byName ? query : meant,
                Force || byName,
                TimeProvider.System.GetUtcNow()
            );
        });
        WriteInformation(
            new HostInformationMessage { Message = DueAgain([.. reset]) },
            ["PSHOST", "Orchestrator"]
        );
        if (PassThru)
        {
            WriteObject(reset.Select(job => OperatorClock.Show(job)), enumerateCollection: true);
        }
    }

    // In a run that is not over some may come in another pass than others: then nothing is said of it.
    private static string DueAgain(IReadOnlyList<OrchestratorJob> jobs)
    {
        var when = jobs.Select(job => job.DueIn).Distinct().ToList() switch
        {
            ["next run"] => " in the next run",
            [{ } pass] => $" in {pass}",
            _ => "",
        };
        return $"{Words.Count(jobs.Count, "job")} due again{when}.";
    }

    // What is uncertain is chosen by its name alone, or by force.
    private (List<OrchestratorJob> Chosen, NotReset Others, int LeftOut) Choose(
        IStateReader reader,
        JobQuery query
    )
    {
        var chosen = new List<OrchestratorJob>();
        var others = new NotReset { Run = reader.ReadStatus() };
        var leftOut = 0;
        foreach (var job in reader.ReadJobs(query))
        {
            switch (job.Status)
            {
                case JobStatus.Pending or JobStatus.Claimed:
                case JobStatus.Success when !Force:
                    others.Add(job);
                    break;
                case JobStatus.Uncertain when !Force && !IsNamed(job, query.JobIds):
                    leftOut++;
                    break;
                default:
                    chosen.Add(job);
                    break;
            }
        }

        return (chosen, others, leftOut);
    }

    // To run again what has succeeded is what -Confirm is there for, and what is chosen together with
    // it is no part of that question. But who says no to all of it means the whole command.
    private List<string> Approved(List<OrchestratorJob> chosen)
    {
        var all = AreAllAsked;
        var asked = chosen.FindAll(job => all || IsOrMayBeDone(job));
        var others = chosen.FindAll(job => !all && !IsOrMayBeDone(job));
        var approved = ApprovedOf(asked);
        return asked.Count > 0 && approved.Count == 0
            ? []
            : [.. approved, .. others.Select(job => job.JobId)];
    }

    private List<string> ApprovedOf(List<OrchestratorJob> asked)
    {
        try
        {
            var approved = asked.Take(MaxNamed).Where(IsApproved).Select(job => job.JobId).ToList();
            var others = asked.Skip(MaxNamed).ToList();
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
                ErrorIds.ConfirmationNeeded,
                ErrorCategory.InvalidOperation,
                "Jobs that have succeeded, or may have, are to be run again, and nobody can be asked whether that is "
                    + "meant. Nothing was reset. Add -Confirm:$false to do it without being asked.",
                asked[0].JobId
            );
            throw;
        }
    }

    private bool IsApproved(OrchestratorJob job) =>
        ShouldProcess($"job '{job.JobId}' ({job.Status.ToWord()})", ActionOn(job));

    private bool AreApproved(List<OrchestratorJob> jobs)
    {
        var done = jobs.Find(IsOrMayBeDone);
        return ShouldProcess(
            $"{jobs.Count} more jobs, from '{jobs[0].JobId}' to '{jobs[^1].JobId}'",
            done.JobId is null ? ActionOn(jobs[0]) : ActionOn(done)
        );
    }

    private static string ActionOn(OrchestratorJob job) =>
        job.Status switch
        {
            JobStatus.Success => "Reset what has succeeded, to run it again",
            JobStatus.Uncertain => "Reset what may have been done, to run it again",
            _ => "Reset",
        };

    private static bool IsOrMayBeDone(OrchestratorJob job) =>
        job.Status is JobStatus.Success or JobStatus.Uncertain;

    private bool IsNamed(OrchestratorJob job, IReadOnlyList<string> ids) =>
        Status.Contains(JobStatus.Uncertain) || ids.Contains(job.JobId);

    // Where -Confirm, -WhatIf or a preference says so: as of anything of medium impact.
    private bool AreAllAsked =>
        IsOn("WhatIf")
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
