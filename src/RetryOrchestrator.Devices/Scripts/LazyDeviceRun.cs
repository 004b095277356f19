namespace RetryOrchestrator.Devices.Scripts;

/// <summary>
/// The devices of a run of scripts, looked for when they are first needed: a script that uses no
/// device needs no adb.
/// </summary>
/// <param name="open">Finds adb, the devices and Appium.</param>
public sealed class LazyDeviceRun(Func<CancellationToken, Task<DeviceRun>> open) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);

    /// <summary>The devices, or null as long as none were needed.</summary>
    public DeviceRun? Opened { get; private set; }

    /// <summary>The devices. After a failure the next call looks again.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task<DeviceRun> GetAsync(CancellationToken stop)
    {
        await _opening.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return Opened ??= await open(stop).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Opened is { } run)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }
}
