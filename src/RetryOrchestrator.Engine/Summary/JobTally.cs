namespace RetryOrchestrator.Engine.Summary;

/// <summary>How many jobs of the list stand where. The parts always add up to the total.</summary>
public sealed record JobTally
{
    /// <summary>Not attempted yet.</summary>
    public int Pending { get; init; }

    /// <summary>With a worker now.</summary>
    public int Claimed { get; init; }

    /// <summary>Done.</summary>
    public int Succeeded { get; init; }

    /// <summary>Failed and due again.</summary>
    public int Retrying { get; init; }

    /// <summary>Failed for good, the account being the reason.</summary>
    public int FailedAccount { get; init; }

    /// <summary>Failed for good on infrastructure, its retries used up.</summary>
    public int FailedInfrastructure { get; init; }

    /// <summary>Failed for good for a reason no rule knows.</summary>
    public int FailedUnknown { get; init; }

    /// <summary>Failed for good on the job's own data.</summary>
    public int FailedInput { get; init; }

    /// <summary>Not attempted, with a reason.</summary>
    public int Skipped { get; init; }

    /// <summary>May have been done, and nobody knows.</summary>
    public int Uncertain { get; init; }

    /// <summary>Failed for good, all categories.</summary>
    public int Failed => FailedAccount + FailedInfrastructure + FailedUnknown + FailedInput;

    /// <summary>Waiting for an attempt: pending or retrying.</summary>
    public int Due => Pending + Retrying;

    /// <summary>All jobs of the list.</summary>
    public int Total => Pending + Claimed + Succeeded + Retrying + Failed + Skipped + Uncertain;
}
