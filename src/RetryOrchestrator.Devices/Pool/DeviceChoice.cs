namespace RetryOrchestrator.Devices.Pool;

/// <summary>What a device is doing, as far as choosing one is concerned.</summary>
internal enum Availability
{
    /// <summary>Nobody has it.</summary>
    Free,

    /// <summary>Somebody has it, in this process or another; it will be free again.</summary>
    Busy,

    /// <summary>Set aside in an earlier pass, and free to be checked.</summary>
    ToBeChecked,

    /// <summary>Out for this pass.</summary>
    Out,
}

/// <summary>A device that may be chosen.</summary>
/// <param name="Serial">The device.</param>
/// <param name="Availability">Whether it can be had.</param>
/// <param name="JobFailedHere">Whether this very job failed on it before.</param>
/// <param name="Accounts">How many accounts are bound to it.</param>
/// <param name="LastUsed">When it was last given out: a number that grows; 0 for never.</param>
internal sealed record Candidate(
    string Serial,
    Availability Availability,
    bool JobFailedHere = false,
    int Accounts = 0,
    long LastUsed = 0
);

/// <summary>Which device a job gets. Pure.</summary>
/// <param name="Serial">The device to take, or null.</param>
/// <param name="Wait">With no device: whether one will be free again in this pass.</param>
internal readonly record struct DeviceChoice(string? Serial, bool Wait)
{
    /// <summary>
    /// A free device before one that must be checked; one on which the job has not failed yet
    /// before one on which it has (a failure on two devices tells whose fault it is); then the one
    /// with the fewest accounts; then the one that rested longest.
    /// </summary>
    public static DeviceChoice Among(IReadOnlyCollection<Candidate> candidates)
    {
        var best = candidates
            .Where(candidate =>
                candidate.Availability is Availability.Free or Availability.ToBeChecked
            )
            .OrderBy(candidate => candidate.Availability == Availability.ToBeChecked)
            .ThenBy(candidate => candidate.JobFailedHere)
            .ThenBy(candidate => candidate.Accounts)
            .ThenBy(candidate => candidate.LastUsed)
            .FirstOrDefault();
        return new DeviceChoice(
            best?.Serial,
            best is null && candidates.Any(candidate => candidate.Availability == Availability.Busy)
        );
    }
}
