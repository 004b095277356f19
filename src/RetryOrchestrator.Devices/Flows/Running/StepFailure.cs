using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>Why a step failed.</summary>
/// <param name="Evidence">What is known of it.</param>
/// <param name="IsExpectation">
/// Whether everything worked and the screen was not as the step expects. Only then may a step be
/// optional or say what its failure means: a dead session says nothing of the account.
/// </param>
internal sealed record StepFailure(FailureEvidence Evidence, bool IsExpectation)
{
    /// <summary>The type of a checkpoint that could not be recorded.</summary>
    public const string NotRecordedType = "checkpoint_not_recorded";

    /// <summary>What failed on the device itself, whatever the screen shows; null for null.</summary>
    public static StepFailure? OfDevice(FailureEvidence? evidence) =>
        evidence is null ? null : new StepFailure(evidence, IsExpectation: false);

    /// <summary>A checkpoint could not be recorded: what it announced was not begun.</summary>
    /// <param name="fault">Why.</param>
    public static StepFailure NotRecorded(Exception fault) =>
        new(
            new FailureEvidence
            {
                Message =
                    "The checkpoint could not be recorded beside the state, so the flow went no further: "
                    + fault.Message,
                DeclaredCategory = FailureCategory.Infrastructure,
                DeclaredType = NotRecordedType,
            },
            IsExpectation: false
        );

    /// <summary>Whether the flow itself states what it means: then that is the attempt's outcome.</summary>
    public bool IsStated { get; init; }
}
