using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Pool;

/// <content>Which devices there are.</content>
public sealed partial class DevicePool
{
    /// <summary>Looks once a pass which devices there are: a phone that was plugged in joins it.</summary>
    internal async Task DiscoverAsync(int pass, CancellationToken stop)
    {
        lock (_lock)
        {
            if (!_state.MustDiscover(pass))
            {
                return;
            }
        }

        var listed = await _adb.ListAsync(stop).ConfigureAwait(false);
        if (listed.Succeeded)
        {
            await TakeInAsync(listed.Value, pass, stop).ConfigureAwait(false);
        }
    }

    private async Task TakeInAsync(
        IReadOnlyList<DeviceInfo> shown,
        int pass,
        CancellationToken stop
    )
    {
        var doubles = await DoubleConnections.FindAsync(_adb, shown, stop).ConfigureAwait(false);
        IReadOnlyList<string> news = [];
        Update(() => news = _state.Discovered(shown, doubles, pass));
        foreach (var one in news)
        {
            await AnnounceAsync(one).ConfigureAwait(false);
        }
    }
}
