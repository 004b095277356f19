using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Takes what was declared, and knows no rule.</summary>
internal sealed class PlainClassifier : IFailureClassifier
{
    public Failure Classify(FailureEvidence evidence) =>
        new(
            evidence.DeclaredCategory ?? FailureCategory.Unknown,
            evidence.DeclaredType ?? "",
            evidence.Message
        );
}
