namespace RetryOrchestrator.Executors.Processes;

/// <summary>What becomes of the processes that attempts leave at work.</summary>
public sealed record LeftoverRules
{
    /// <summary>
    /// Whether what an attempt leaves that succeeded is ended too; else that is left alone. What one
    /// leaves that did not succeed is ended always.
    /// </summary>
    public bool EndsAfterSuccess { get; init; }

    /// <summary>Which are spared.</summary>
    public SpareList Spare { get; init; } = new([]);
}
