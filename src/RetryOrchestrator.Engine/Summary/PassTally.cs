namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// What a pass's attempts came to. All numbers are of that pass alone, and each job counts by its
/// last attempt in it.
/// </summary>
public sealed record PassTally
{
    /// <summary>Attempts that succeeded.</summary>
    public int Succeeded { get; init; }

    /// <summary>Attempts that failed because of the account.</summary>
    public int FailedAccount { get; init; }

    /// <summary>Attempts that failed on infrastructure.</summary>
    public int FailedInfrastructure { get; init; }

    /// <summary>Attempts that failed for a reason no rule knows.</summary>
    public int FailedUnknown { get; init; }

    /// <summary>Attempts that failed on the job's own data.</summary>
    public int FailedInput { get; init; }

    /// <summary>Jobs skipped in this pass.</summary>
    public int Skipped { get; init; }

    /// <summary>
    /// Jobs whose last attempt the operator's stop ended; not counted as processed. The resumed pass
    /// attempts them again, and then they count as what that came to.
    /// </summary>
    public int Cancelled { get; init; }

    /// <summary>Attempts that found no means to start; not counted as processed.</summary>
    public int Deferred { get; init; }

    /// <summary>Processes that attempts had left at work and that were ended.</summary>
    public int LeftoversEnded { get; init; }

    /// <summary>Processes that attempts which succeeded left at work and that are left alone.</summary>
    public int LeftAtWork { get; init; }

    /// <summary>Attempts that may have done their job: nobody knows.</summary>
    public int Uncertain { get; init; }

    /// <summary>Of Succeeded: those of jobs that had failed before in this run.</summary>
    public int SucceededOnRetry { get; init; }

    /// <summary>How long the failed attempts of those jobs in this run took.</summary>
    public TimeSpan RetryTime { get; init; }

    /// <summary>
    /// Attempts whose end counts against no job, because another was to blame; not counted as
    /// processed.
    /// </summary>
    public int GivenBack { get; init; }

    /// <summary>Attempts that failed, all categories.</summary>
    public int Failed => FailedAccount + FailedInfrastructure + FailedUnknown + FailedInput;

    /// <summary>Jobs whose attempt came to an end in this pass.</summary>
    public int Processed => Succeeded + Failed + Uncertain;
}
