using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Adds to a status what the state does not hold: which devices a run that is live on this machine
/// has leased and set aside. The run itself says so, in a notice that ends with it.
/// </summary>
internal static class StatusDevices
{
    public static OrchestratorStatus Added(OrchestratorStatus status)
    {
        if (
            status is not { State: RunState.Running or RunState.Waiting, ProcessId: { } process }
            || !Environment.MachineName.Equals(status.HostName, StringComparison.OrdinalIgnoreCase)
        )
        {
            return status;
        }

        return Add(status, DeviceOverview.NoticesOf(process, DevicePoolOptions.DefaultFolder));
    }

    /// <summary>The same from notices. Pure.</summary>
    internal static OrchestratorStatus Add(
        OrchestratorStatus status,
        IReadOnlyList<DeviceNotice> notices
    ) =>
        status with
        {
            Workers = status
                .Workers.Select(worker =>
                    worker with
                    {
                        Device =
                            notices
                                .FirstOrDefault(notice =>
                                    notice.Worker == worker.Id && notice.Job == worker.JobId
                                )
                                ?.Serial
                            ?? worker.Device,
                    }
                )
                .ToList(),
            SetAside = notices
                .Where(notice => notice.SetAsideReason is not null)
                .Select(notice => new SetAsideDevice(
                    notice.Serial,
                    notice.SetAsideReason!,
                    notice.Since
                ))
                .ToList(),
        };
}
