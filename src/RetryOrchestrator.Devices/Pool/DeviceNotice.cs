namespace RetryOrchestrator.Devices.Pool;

/// <summary>What a run says of a device that it has or has set aside.</summary>
/// <param name="Serial">The device.</param>
/// <param name="Job">The job that has it, or null.</param>
/// <param name="Worker">That job's worker, or null.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="SetAsideReason">Why it is set aside, or null.</param>
public sealed record DeviceNotice(
    string Serial,
    string? Job,
    int? Worker,
    DateTimeOffset Since,
    string? SetAsideReason
);
