using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>All devices of this machine: what adb shows, and what live runs say of them.</summary>
public static class DeviceOverview
{
    /// <summary>Reads it. A device that a run has and adb does not show is there too, as absent.</summary>
    /// <param name="adb">How adb is called.</param>
    /// <param name="folder">Where runs leave their notices; see <see cref="DevicePoolOptions.Folder"/>.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<AdbResult<IReadOnlyList<OrchestratorDevice>>> ReadAsync(
        AdbClient adb,
        string folder,
        CancellationToken stop = default
    )
    {
        var listed = await adb.ListAsync(stop).ConfigureAwait(false);
        return listed.Succeeded
            ? AdbResult<IReadOnlyList<OrchestratorDevice>>.Of(
                Merge(listed.Value, PoolBoard.Read(folder))
            )
            : listed.Failure;
    }

    /// <summary>What a live run of this machine says of its devices; nothing when it has none.</summary>
    /// <param name="processId">The run's process.</param>
    /// <param name="folder">Where runs leave their notices.</param>
    public static IReadOnlyList<DeviceNotice> NoticesOf(int processId, string folder) =>
        PoolBoard
            .Read(folder)
            .Where(notice => notice.ProcessId == processId)
            .Select(notice => notice.Entry)
            .ToList();

    // Two runs may both have set one device aside; the one whose job has it says more.
    internal static IReadOnlyList<OrchestratorDevice> Merge(
        IReadOnlyList<DeviceInfo> shown,
        IReadOnlyList<(int ProcessId, DeviceNotice Entry)> said
    )
    {
        var notices = said.ToLookup(notice => notice.Entry.Serial);
        return shown
            .Select(device => device.Serial)
            .Union(said.Select(notice => notice.Entry.Serial))
            .Select(serial =>
                Describe(
                    serial,
                    shown.FirstOrDefault(device => device.Serial == serial),
                    notices[serial].OrderBy(notice => notice.Entry.Job is null).ToList()
                )
            )
            .ToList();
    }

    private static OrchestratorDevice Describe(
        string serial,
        DeviceInfo? shown,
        IReadOnlyList<(int ProcessId, DeviceNotice Entry)> notices
    )
    {
        var notice = notices.Count > 0 ? notices[0] : default;
        return new OrchestratorDevice
        {
            Serial = serial,
            State = shown?.State ?? PoolState.Absent,
            Model = shown?.Model,
            Health =
                shown is not { IsReady: true } ? DeviceHealth.Unavailable
                : notice.Entry?.SetAsideReason is not null ? DeviceHealth.SetAside
                : DeviceHealth.Healthy,
            Job = notice.Entry?.Job,
            Worker = notice.Entry?.Worker,
            ProcessId = notice.Entry is null ? null : notice.ProcessId,
            Since = notice.Entry?.Since,
            SetAsideReason = notice.Entry?.SetAsideReason,
        };
    }
}
