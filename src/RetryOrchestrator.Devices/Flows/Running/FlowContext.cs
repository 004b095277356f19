using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>What a flow runs with.</summary>
/// <param name="Device">The device.</param>
/// <param name="Screen">Its screen.</param>
/// <param name="Columns">The job's data.</param>
/// <param name="ArtifactFolder">Where pictures go; made when it is needed.</param>
/// <param name="Time">The clock.</param>
internal sealed record FlowContext(
    IFlowDevice Device,
    IFlowScreen Screen,
    JobColumns Columns,
    string ArtifactFolder,
    TimeProvider Time
)
{
    /// <summary>Says for the attempt that it passes its point of no return; nothing in a trial.</summary>
    public Action<string> PassCheckpoint { get; init; } = _ => { };
}
