using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>
/// A run's devices and Appium servers, from which each attempt gets its own device and session.
/// Flows and scripts share it.
/// </summary>
public sealed class DeviceRun : IAsyncDisposable
{
    /// <param name="settings">What it is put together from.</param>
    public DeviceRun(DeviceRunSettings settings) => Settings = settings;

    /// <summary>What it is put together from.</summary>
    public DeviceRunSettings Settings { get; }

    /// <summary>The most attempts that can be at work at once.</summary>
    public int MaxConcurrency => Settings.Pool.Size;

    /// <summary>Looks which devices there are now; ends early when told to stop.</summary>
    /// <param name="pass">The pass that begins.</param>
    /// <param name="stop">It need not be waited for any longer.</param>
    public async ValueTask BeginPassAsync(int pass, CancellationToken stop)
    {
        try
        {
            await Settings.Pool.DiscoverAsync(pass, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing is claimed any more, so nothing is needed.
        }
    }

    /// <summary>
    /// Leases a device for an attempt and begins its evidence. The caller ends the scope with
    /// <see cref="DeviceAttemptScope.EndAsync"/>, however the attempt went.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The scope; or, when no device can be had, the result that says so.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    public async Task<DeviceScopeResult> OpenAsync(Attempt attempt, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (
            attempt.Job.Device is { } written
            && DeviceSerial.Read(written, "device").Problem is { } problem
        )
        {
            return new DeviceScopeResult(
                null,
                new AttemptResult.Failed(
                    AdbFailure.Declared(FailureCategory.Input, "invalid_argument", problem)
                )
            );
        }

        var leased = await Settings
            .Pool.LeaseAsync(LeaseRequest.Of(attempt), stop)
            .ConfigureAwait(false);
        return leased.Lease is { } lease
            ? new DeviceScopeResult(new DeviceAttemptScope(Settings, lease, attempt), null)
            : new DeviceScopeResult(null, new AttemptResult.Deferred(leased.Reason!));
    }

    /// <summary>Ends the run's servers and what looks after its devices.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Settings.Appium is { } appium)
        {
            await appium.DisposeAsync().ConfigureAwait(false);
        }

        await Settings.Pool.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>What came of asking for a device.</summary>
/// <param name="Scope">The attempt's device, or null.</param>
/// <param name="Without">
/// What the executor returns when there is none: deferred, or failed when the job names what cannot
/// be a device; else null.
/// </param>
public sealed record DeviceScopeResult(DeviceAttemptScope? Scope, AttemptResult? Without);
