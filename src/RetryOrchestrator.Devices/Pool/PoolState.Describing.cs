using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Pool;

/// <content>What is told of devices.</content>
internal sealed partial class PoolState
{
    public IReadOnlyList<DeviceNotice> Entries() =>
        Snapshot()
            .Where(device => device.Since is not null)
            .Select(device => new DeviceNotice(
                device.Serial,
                device.Job,
                device.Worker,
                device.Since!.Value,
                device.SetAsideReason
            ))
            .ToList();

    public IReadOnlyList<OrchestratorDevice> Snapshot() =>
        _members
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => Describe(pair.Key, pair.Value))
            .ToList();

    private OrchestratorDevice Describe(string serial, Member member)
    {
        var aside = Standings.Of(serial);
        return new OrchestratorDevice
        {
            Serial = serial,
            State = member.State,
            Model = member.Model,
            Health =
                aside is not null ? DeviceHealth.SetAside
                : member.State == DeviceInfo.Ready ? DeviceHealth.Healthy
                : DeviceHealth.Unavailable,
            Job = member.Lease?.Request.JobId,
            Worker = member.Lease?.Request.Worker,
            ProcessId = member.Lease is null && aside is null ? null : Environment.ProcessId,
            Since = member.Lease?.At ?? aside?.Since,
            SetAsideReason = aside?.Reason,
        };
    }
}
