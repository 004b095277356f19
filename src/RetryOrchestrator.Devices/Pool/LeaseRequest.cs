using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>Who wants a device, and which.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Pass">The pass it is attempted in.</param>
/// <param name="Worker">The worker that attempts it.</param>
/// <param name="Device">The device it must have, or null for any.</param>
/// <param name="Account">Its account, or null.</param>
public sealed record LeaseRequest(
    string JobId,
    int Pass,
    int Worker,
    string? Device = null,
    string? Account = null
)
{
    /// <summary>What an attempt wants.</summary>
    public static LeaseRequest Of(Attempt attempt) =>
        new(
            attempt.Job.Id,
            attempt.Pass,
            attempt.Worker,
            attempt.Job.Device is { } written ? DeviceSerial.Read(written, "device").Serial : null,
            attempt.Job.Account
        );
}

/// <summary>What came of asking for a device.</summary>
/// <param name="Lease">The lease, or null.</param>
/// <param name="Reason">Why there is none, for <see cref="AttemptResult.Deferred"/>; null when there is one.</param>
public sealed record LeaseResult(DeviceLease? Lease, string? Reason);
