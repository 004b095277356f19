using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Devices.Pool;

/// <content>The health of devices: before they are given out, and after a job failed on them.</content>
public sealed partial class DevicePool
{
    // The adb server is everyone's: whoever restarts it takes the connection that was just made.
    private const int MostReconnects = 2;

    /// <summary>The guards of the run say which devices may be given jobs from now on.</summary>
    public void Obey(IReadOnlyList<DeviceOrder> orders) =>
        Update(() =>
        {
            foreach (var order in orders)
            {
                _state.Standings.Obey(order, _time.GetUtcNow());
            }
        });

    private async Task<bool> MakeHealthyAsync(
        AdbDevice device,
        LeaseRequest request,
        CancellationToken stop
    )
    {
        bool wasAside;
        bool wasUnhealthy;
        lock (_lock)
        {
            wasAside = _state.Standings.Of(device.Serial) is not null;
            wasUnhealthy = _state.Standings.IsUnhealthy(device.Serial);
        }

        // One that was set aside gets a new connection in any case: the old one may be the reason.
        var health = wasAside
            ? AdbFailure.Declared(AdbFailure.Offline, "set aside")
            : await device.ProbeAsync(stop).ConfigureAwait(false);
        var began = _time.GetTimestamp();
        for (var left = MostReconnects; left > 0 && !health.Succeeded; left--)
        {
            await device.ReconnectAsync(_options.ReconnectTimeout, stop).ConfigureAwait(false);
            health = await device.ProbeAsync(stop).ConfigureAwait(false);
            if (_time.GetElapsedTime(began) >= _options.ReconnectTimeout)
            {
                break; // it was given its time
            }
        }

        string? news = null;
        lock (_lock)
        {
            if (health.Succeeded)
            {
                _state.Seen(device.Serial, DeviceInfo.Ready);
                if (wasUnhealthy)
                {
                    _state.Standings.Returned(device.Serial);
                    news = $"Device {device.Serial} passed its check and takes jobs again.";
                }
            }
            else
            {
                _state.Seen(device.Serial, StateWord(health.Failure.DeclaredType));
                var isNew = _state.Standings.Unhealthy(
                    device.Serial,
                    health.Failure.Message,
                    request.Pass,
                    _time.GetUtcNow()
                );
                news = isNew ? SetAsideNews(device.Serial) : null;
            }
        }

        await AnnounceAsync(news).ConfigureAwait(false);
        return health.Succeeded;
    }

    // The device after an attempt that did not succeed: what it is in is to be seen, and it is given
    // out again only when that is known.
    private async Task LookAfterAsync(DeviceLease lease, PhoneLock held)
    {
        try
        {
            // One that does not answer is reconnected before it is given out the next time, and set
            // aside if that does not help: there is no need to decide it here.
            var probe = await lease.Device.ProbeAsync(_closing.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _state.Seen(
                    lease.Serial,
                    probe.Succeeded ? DeviceInfo.Ready : StateWord(probe.Failure.DeclaredType)
                );
            }
        }
        catch (OperationCanceledException)
        {
            // The pool is closing.
        }
        finally
        {
            held.Dispose();
            Update(() => _state.Free(lease.Serial));
        }
    }

    private string SetAsideNews(string serial) =>
        $"Device {serial} is set aside for this pass: {_state.Standings.Of(serial)?.Reason}";

    private static string StateWord(string? failureType) =>
        failureType switch
        {
            AdbFailure.NotFound => PoolState.Absent,
            AdbFailure.Unauthorized => "unauthorized",
            _ => "offline",
        };
}
