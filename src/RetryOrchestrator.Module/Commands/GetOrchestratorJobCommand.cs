using System.Management.Automation;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Jobs with their last failure and attempts, or the attempts themselves.</summary>
[Cmdlet(VerbsCommon.Get, "OrchestratorJob")]
[OutputType(typeof(OrchestratorJob), typeof(OrchestratorAttempt))]
public sealed class GetOrchestratorJobCommand : JobQueryCmdlet
{
    /// <summary>Emits the attempts of the jobs meant, job by job, instead of the jobs.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <summary>Includes jobs that are no longer in the list.</summary>
    [Parameter]
    public SwitchParameter IncludeUnlisted { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (NothingPiped)
        {
            return;
        }

        var query = Query with { IncludeUnlisted = IncludeUnlisted };
        if (History)
        {
            WriteAll(reader => reader.ReadAttempts(query));
        }
        else
        {
            WriteAll(reader => reader.ReadJobs(query));
        }
    }
}
