namespace RetryOrchestrator.Engine.Summary;

/// <summary>How a run was left.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Result">The result of its last pass; null when no pass was needed or one was waited for.</param>
/// <param name="Stopped">Whether the operator stopped it; the next start resumes it.</param>
/// <param name="FirstPass">The first pass this process worked on: not 1 where a run was resumed.</param>
/// <param name="Passes">Passes this process worked on.</param>
/// <param name="Jobs">Where all jobs stand.</param>
public sealed record RunEnd(
    long RunId,
    PassResult? Result,
    bool Stopped,
    int FirstPass,
    int Passes,
    JobTally Jobs
)
{
    /// <summary>Why the run stopped itself; null when it did not. The next start resumes it.</summary>
    public RunHalt? Halt { get; init; }

    /// <summary>Jobs that succeeded only on a retry in this run.</summary>
    public int SucceededOnRetry { get; init; }

    /// <summary>What that cost: how long the failed attempts of those jobs took.</summary>
    public TimeSpan RetryTime { get; init; }

    /// <summary>
    /// Whether every job has succeeded, and that is still not a full success: some only on a retry,
    /// and the run was to fail on that.
    /// </summary>
    public bool IsFlaky => Result == PassResult.CompleteWithFlaky;

    /// <summary>Whether every job of the list has succeeded.</summary>
    public bool AllSucceeded => Jobs.Succeeded == Jobs.Total;

    /// <summary>
    /// Whether nothing was done because no job was due, and nothing waits for a person to say whether it
    /// was done.
    /// </summary>
    public bool NothingToDo =>
        !Stopped && Passes == 0 && Jobs.Due + Jobs.Claimed + Jobs.Uncertain == 0;
}
