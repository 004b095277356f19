using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Evidence;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>
/// An attempt's device and Appium session, from the lease to the release. The session is created
/// when it is first asked for. One caller at a time, except for <see cref="EndAsync"/>'s kill.
/// </summary>
public sealed class DeviceAttemptScope
{
    private readonly DeviceRunSettings _settings;
    private readonly DeviceLease _lease;
    private readonly Attempt _attempt;
    private readonly AttemptEvidence _evidence;
    private readonly AttemptSession _session;

    internal DeviceAttemptScope(DeviceRunSettings settings, DeviceLease lease, Attempt attempt)
    {
        _settings = settings;
        _lease = lease;
        _attempt = attempt;
        _evidence = AttemptEvidence.Begin(settings.Adb, lease.Serial, attempt, settings.Evidence);
        _session = new AttemptSession(settings, attempt, lease.Serial);
    }

    /// <summary>The device. Its calls are noted in the attempt's folder.</summary>
    public AdbDevice Device => _evidence.Device;

    /// <summary>A package that is ended when the attempt ends, after its evidence is taken; or null.</summary>
    public string? AppToEnd { get; set; }

    /// <summary>
    /// The attempt's session, for scripts: created at the first use, which blocks until then.
    /// </summary>
    /// <param name="stop">Ends the command under way when the attempt is to stop.</param>
    /// <exception cref="Exception">It cannot be created; <see cref="Explain"/> says what that means.</exception>
    public AppiumDriver GetDriver(CancellationToken stop)
    {
        var session = Task.Run(() => OpenSessionAsync([], stop), CancellationToken.None)
            .GetAwaiter()
            .GetResult();
        // Scripts call the driver themselves: whatever they call next ends with the attempt.
        session.Driver.Cancellation = stop;
        return session.Driver;
    }

    /// <summary>What an exception of the session means, or null when it is none of Appium's.</summary>
    public static FailureEvidence? Explain(Exception exception) =>
        AppiumFailure.Describe(exception);

    /// <summary>
    /// Ends the attempt's use of the device, in bounded time whatever state it is in: evidence of
    /// a failure, the session, what the attempt says of the device, the lease. Never throws.
    /// </summary>
    /// <param name="result">How the attempt went.</param>
    /// <param name="kill">Leaves out what can be left out.</param>
    /// <returns>How it went, with the device, unless that has plainly nothing to do with it.</returns>
    public async Task<AttemptResult> EndAsync(AttemptResult result, CancellationToken kill)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (
            result is AttemptResult.Failed { Evidence: var evidence }
            && AppiumFailure.WantsAnotherServer(evidence)
        )
        {
            _session.GiveUp();
        }

        if (result is AttemptResult.Succeeded)
        {
            _evidence.Succeeded();
        }
        else
        {
            await new FailureRecord(_settings, _attempt, _evidence)
                .SaveAsync(_session.Current, _session.LogLines(), kill)
                .ConfigureAwait(false);
        }

        await _session.CloseAsync(kill).ConfigureAwait(false);
        await EndAppAsync(kill).ConfigureAwait(false);
        // The device is judged by what stands in the history.
        result = Sorted(result);
        var said = DeviceVerdict.Of(result);
        _lease.Report(said);
        await _evidence.DisposeAsync().ConfigureAwait(false);
        await _lease.DisposeAsync().ConfigureAwait(false);
        return said == LeaseOutcome.Nothing ? result : result with { Device = _lease.Serial };
    }

    internal Task<AppiumSession> OpenSessionAsync(
        IEnumerable<KeyValuePair<string, object>> capabilities,
        CancellationToken stop
    ) => _session.OpenAsync(capabilities, stop);

    private AttemptResult Sorted(AttemptResult result) =>
        result is AttemptResult.Failed failed
            ? failed with
            {
                Sorted = _settings.Classifier.Classify(failed.Evidence),
            }
            : result;

    private async Task EndAppAsync(CancellationToken kill)
    {
        if (AppToEnd is not { } app || kill.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await Device
                .RunAsync(["am", "force-stop", app], _settings.Adb.Options.Limits.Probe, kill)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next attempt ends it before it begins.
        }
    }
}
