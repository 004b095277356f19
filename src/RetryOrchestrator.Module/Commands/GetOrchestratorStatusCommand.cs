using System.Management.Automation;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Commands;

/// <summary>One look at the state, also while a run is live in another process.</summary>
[Cmdlet(VerbsCommon.Get, "OrchestratorStatus")]
[OutputType(typeof(OrchestratorStatus))]
public sealed class GetOrchestratorStatusCommand : StateCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Read(reader => reader.ReadStatus()));
}
