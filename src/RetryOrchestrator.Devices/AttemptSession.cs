using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices;

/// <summary>
/// An attempt's Appium session, created when it is first asked for, and what it opened on this
/// machine. The attempt has the device's lease as long as this is in use.
/// </summary>
/// <param name="settings">What the run is put together from.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="serial">Its device.</param>
internal sealed class AttemptSession(DeviceRunSettings settings, Attempt attempt, string serial)
{
    // A port that another program took between two looks; more than a few are no chance.
    private const int MostPorts = 3;

    private static readonly TimeSpan TidyingLimit = TimeSpan.FromSeconds(2);

    private AppiumAddress? _address;
    private long _logMark;

    /// <summary>The session, or null as long as there is none that can be used.</summary>
    public AppiumSession? Current { get; private set; }

    /// <summary>What the run's own server said since the session was asked for.</summary>
    public IReadOnlyList<string> LogLines() => _address?.Log?.Since(_logMark) ?? [];

    /// <summary>Creates the session, unless it is there.</summary>
    /// <param name="capabilities">Those of the flow.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AppiumSession> OpenAsync(
        IEnumerable<KeyValuePair<string, object>> capabilities,
        CancellationToken stop
    )
    {
        if (Current is { } open)
        {
            return open;
        }

        var endpoint =
            settings.Appium
            ?? throw new AppiumServerException(
                $"This run has no Appium. {AppiumInstallation.HowToInstall}"
            );
        var wanted = capabilities.ToList();
        for (var ports = 1; ; ports++)
        {
            _address = await endpoint.GetAsync(attempt, stop).ConfigureAwait(false);
            _logMark = _address.Log?.Mark ?? 0;
            try
            {
                return Current = await StartAsync(_address, wanted, stop).ConfigureAwait(false);
            }
            catch (Exception exception)
                when (_address.SystemPort is { } taken
                    && AppiumFailure.IsPortBusy(exception, taken)
                    && ports < MostPorts
                    && endpoint.ChangeSystemPort(attempt.Worker)
                )
            {
                // The next one is another worker's or nobody's.
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or AppiumTimeoutException)
            {
                // The server may go on creating a session that nobody will use.
                endpoint.Distrust(attempt.Worker);
                throw;
            }
        }
    }

    /// <summary>
    /// The session was silent for a whole time limit, or said farewell: it is not asked for evidence,
    /// nor to close, which would only take as long again.
    /// </summary>
    public void GiveUp()
    {
        if (Current is { } lost)
        {
            Current = null;
            settings.Appium!.LeaveOpen(attempt.Worker, lost);
        }

        settings.Appium?.Distrust(attempt.Worker);
    }

    /// <summary>Closes the session, and the ways to the device that it opened. Never throws.</summary>
    /// <param name="kill">Leaves the session to its server at once.</param>
    public async Task CloseAsync(CancellationToken kill)
    {
        if (_address is null)
        {
            return;
        }

        if (Current is { } session)
        {
            if (await session.CloseAsync(kill).ConfigureAwait(false))
            {
                return;
            }

            GiveUp();
        }

        await RemoveForwardsAsync().ConfigureAwait(false);
    }

    private async Task<AppiumSession> StartAsync(
        AppiumAddress address,
        IEnumerable<KeyValuePair<string, object>> capabilities,
        CancellationToken stop
    )
    {
        await StaleForwards
            .RemoveAsync(settings.Adb, serial, address.SystemPort, stop)
            .ConfigureAwait(false);
        // Another host's server has an adb of its own.
        var adbPort = address.SharesAdb
            ? AdbServerAddress
                .Of(settings.Adb.Options.Environment, Environment.GetEnvironmentVariable)
                .Port
            : null;
        return await AppiumSession
            .StartAsync(
                address.Url,
                AppiumCapabilities.For(
                    serial,
                    address.SystemPort,
                    adbPort,
                    settings.AttemptTimeout,
                    settings.Capabilities.Concat(capabilities)
                ),
                settings.Limits,
                settings.Time,
                stop
            )
            .ConfigureAwait(false);
    }

    // Also when the attempt is to end at once: a listening port must not outlive it.
    private async Task RemoveForwardsAsync()
    {
        using var limit = new CancellationTokenSource(TidyingLimit, settings.Time);
        try
        {
            await StaleForwards
                .RemoveAsync(settings.Adb, serial, _address!.SystemPort, limit.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // adb is frozen; the next session of the device tries again.
        }
    }
}
