using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>The limits of a run, and the contract's rule about them, stated once more.</summary>
internal sealed record Limits(
    int Workers,
    int MaxPasses,
    int MaxAttempts,
    int InfrastructureRetries
)
{
    /// <summary>Whether a job is due again after these attempts, all of one run and counted.</summary>
    public bool AllowAnother(IReadOnlyList<OrchestratorAttempt> attempts) =>
        attempts[^1].Category switch
        {
            _ when attempts[^1].FailureType == Failure.GuiltyType => false,
            FailureCategory.Infrastructure => attempts.Count < MaxAttempts
                && attempts.Count(a => a.Category == FailureCategory.Infrastructure)
                    <= InfrastructureRetries,
            FailureCategory.Unknown => attempts.Count < MaxAttempts,
            _ => false,
        };
}
