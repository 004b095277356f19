using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Devices.Flows.Running;

/// <summary>Why a step failed.</summary>
/// <param name="Evidence">What is known of it.</param>
/// <param name="IsExpectation">
/// Whether everything worked and the screen was not as the step expects. Only then may a step be
/// optional or say what its failure means: a dead session says nothing of the account.
/// </param>
internal sealed record StepFailure(FailureEvidence Evidence, bool IsExpectation)
{
    /// <summary>Whether the flow itself states what it means: then that is the attempt's outcome.</summary>
    public bool IsStated { get; init; }
}
