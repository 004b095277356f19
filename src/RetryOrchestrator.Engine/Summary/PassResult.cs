namespace RetryOrchestrator.Engine.Summary;

/// <summary>How a pass ended, in order of precedence.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum PassResult : long
{
    /// <summary>The operator stopped the run; it can be resumed.</summary>
    Cancelled = 0,

    /// <summary>Every job of the list has succeeded.</summary>
    AllComplete = 1,

    /// <summary>Something failed or was skipped, and nothing is due again.</summary>
    OnlyNonRetryable = 2,

    /// <summary>Jobs are due, but this was the last pass.</summary>
    MaxPassesReached = 3,

    /// <summary>
    /// Every job was put off, because no means to attempt one could be had (all devices were away,
    /// say); the next pass will take them.
    /// </summary>
    NoAttemptPossible = 5,

    /// <summary>Jobs are due, and the next pass will take them.</summary>
    RetryableRemaining = 4,

    /// <summary>
    /// Every job of the list has succeeded, some of them only on a retry, and the run was to fail on
    /// that (<c>-FailOnFlaky</c>).
    /// </summary>
    CompleteWithFlaky = 6,
}

/// <summary>What a pass's result means for its run.</summary>
public static class PassResults
{
    /// <summary>Whether the run waits and goes on with another pass.</summary>
    public static bool GoesOn(this PassResult result) =>
        result is PassResult.RetryableRemaining or PassResult.NoAttemptPossible;
}
