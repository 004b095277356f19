namespace RetryOrchestrator.Engine.Guards;

/// <summary>What a guard decides. <see cref="RunGuards"/> decides, the pass does it.</summary>
/// <param name="GivenBack">Failures that are given back to their jobs.</param>
internal abstract record GuardVerdict(IReadOnlyList<ChargedAttempt> GivenBack)
{
    private static readonly IReadOnlyList<ChargedAttempt> Nothing = [];

    /// <summary>A slot is given no job for a while.</summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Pause">How long, before it is tried with one job.</param>
    /// <param name="GivenBack">What failed on it since it last worked.</param>
    public sealed record SlotSetAside(
        Slot Slot,
        string Reason,
        TimeSpan Pause,
        IReadOnlyList<ChargedAttempt> GivenBack
    ) : GuardVerdict(GivenBack);

    /// <summary>The job with which a slot was tried failed too.</summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="Pause">How long it is left alone now.</param>
    /// <param name="GivenBack">That attempt.</param>
    public sealed record SlotStillFails(
        Slot Slot,
        TimeSpan Pause,
        IReadOnlyList<ChargedAttempt> GivenBack
    ) : GuardVerdict(GivenBack);

    /// <summary>A slot that was set aside has done a job: it is in use again.</summary>
    /// <param name="Slot">The slot.</param>
    public sealed record SlotBack(Slot Slot) : GuardVerdict(Nothing);

    /// <summary>Everything fails alike: nothing is claimed for now.</summary>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="AtMost">How long the run may yet hold.</param>
    /// <param name="GivenBack">What failed in the outage so far.</param>
    public sealed record HoldBegan(
        string Reason,
        TimeSpan AtMost,
        IReadOnlyList<ChargedAttempt> GivenBack
    ) : GuardVerdict(GivenBack);

    /// <summary>An attempt failed while the run holds.</summary>
    /// <param name="GivenBack">That attempt.</param>
    public sealed record FailedInHold(IReadOnlyList<ChargedAttempt> GivenBack)
        : GuardVerdict(GivenBack);

    /// <summary>The run goes on.</summary>
    /// <param name="Held">How long it held.</param>
    /// <param name="IsOver">Whether a job succeeded; false when it may hold no longer.</param>
    public sealed record HoldEnded(TimeSpan Held, bool IsOver) : GuardVerdict(Nothing);
}
