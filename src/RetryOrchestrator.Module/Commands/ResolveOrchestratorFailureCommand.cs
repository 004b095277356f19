using System.Management.Automation;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Shows how a failure would be sorted: its category, its type and the rule that decided.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "OrchestratorFailure")]
[OutputType(typeof(Failure))]
public sealed class ResolveOrchestratorFailureCommand : OrchestratorCmdlet
{
    /// <summary>The messages to sort.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Message { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var message in Message)
        {
            WriteObject(new Failure(FailureCategory.Unknown, "", message));
        }
    }
}
