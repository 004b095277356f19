namespace RetryOrchestrator.Engine.Passes;

/// <summary>How a pass ended, in order of precedence.</summary>
public enum PassResult
{
    /// <summary>The operator stopped the run; it can be resumed.</summary>
    Cancelled,

    /// <summary>Every job of the list has succeeded.</summary>
    AllComplete,

    /// <summary>Something failed or was skipped, and nothing is due again.</summary>
    OnlyNonRetryable,

    /// <summary>Jobs are due, but this was the last pass.</summary>
    MaxPassesReached,

    /// <summary>Jobs are due, and the next pass will take them.</summary>
    RetryableRemaining,
}
