using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>How a step ended.</summary>
public enum FlowStepStatus
{
    /// <summary>It did what it says.</summary>
    Passed,

    /// <summary>The screen was not as it expects, and it is optional.</summary>
    Skipped,

    /// <summary>It failed; the flow ended with it.</summary>
    Failed,
}

/// <summary>A step of a flow that ended.</summary>
/// <param name="Step">The step.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Failure">Why it failed or was skipped, or null.</param>
public sealed record FlowStepResult(
    FlowStep Step,
    FlowStepStatus Status,
    TimeSpan Duration,
    FailureEvidence? Failure
)
{
    /// <summary>Whether it failed because the screen was not as it expects, and for nothing else.</summary>
    public bool IsExpectation { get; init; }
}
