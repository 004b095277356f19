using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Takes what was declared, and knows no rule.</summary>
internal sealed class PlainClassifier : IFailureClassifier
{
    public Failure Classify(FailureEvidence evidence) =>
        new(
            evidence.DeclaredCategory ?? evidence.PresumedCategory ?? FailureCategory.Unknown,
            evidence.DeclaredType ?? evidence.PresumedType ?? "",
            evidence.Message
        )
        {
            LeavesOpen = evidence.LeavesOpen,
        };
}
