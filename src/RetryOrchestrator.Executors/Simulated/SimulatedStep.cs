using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Simulated;

/// <summary>What one attempt of a simulated job does.</summary>
/// <param name="Result">How it ends, or null when it hangs until it is stopped.</param>
/// <param name="After">How long it takes; null for the executor's usual time.</param>
public sealed record SimulatedStep(AttemptResult? Result, TimeSpan? After)
{
    internal static SimulatedStep Succeeds { get; } = new(AttemptResult.Success, null);

    internal static AttemptResult Declared(FailureCategory category, string message) =>
        new AttemptResult.Failed(
            new FailureEvidence { Message = message, DeclaredCategory = category }
        );
}
