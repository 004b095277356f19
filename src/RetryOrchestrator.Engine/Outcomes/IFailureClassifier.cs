namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>Sorts failures. Pure: the same evidence always gives the same failure.</summary>
public interface IFailureClassifier
{
    /// <summary>
    /// What was declared, else the first rule that matches, else <see cref="FailureCategory.Unknown"/>
    /// with an empty type.
    /// </summary>
    Failure Classify(FailureEvidence evidence);
}
