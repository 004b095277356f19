namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>How an attempt ended, its failure classified.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">Why, for Failed, Interrupted and Uncertain; null otherwise.</param>
/// <param name="Checkpoint">Its point of no return, if it passed one and did not succeed.</param>
internal readonly record struct AttemptVerdict(
    AttemptOutcome Outcome,
    Failure? Failure = null,
    Checkpoint? Checkpoint = null
)
{
    /// <summary>How many processes were ended that it had left at work.</summary>
    public int EndedLeftovers { get; init; }

    /// <summary>The device it had (what the executor gave it), or null.</summary>
    public string? Device { get; init; }

    /// <summary>Whether the process died under it.</summary>
    public bool IsCutOff
    {
        get => field || Outcome == AttemptOutcome.Interrupted;
        init;
    }
}
