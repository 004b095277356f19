using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Scripts;

/// <summary>
/// The device and the session of one attempt of a script, leased and created when the script first
/// asks for them.
/// </summary>
/// <param name="run">The run's devices.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="stop">Asks the attempt to end.</param>
public sealed class AttemptDevice(LazyDeviceRun run, Attempt attempt, CancellationToken stop)
{
    private readonly object _lock = new();
    private DeviceAttemptScope? _scope;
    private ScriptDevice? _device;
    private bool _ended;

    /// <summary>The device; the first call waits for one.</summary>
    /// <param name="locate">Turns a path of the script into one of this machine.</param>
    /// <exception cref="NoDeviceException">None can be had in this pass.</exception>
    /// <exception cref="OperationCanceledException">The attempt is to stop.</exception>
    public ScriptDevice GetDevice(Func<string, string> locate) =>
        _device ??= new ScriptDevice(GetScope().Device, locate, attempt.ArtifactFolder, stop);

    /// <summary>The session; the first call creates it.</summary>
    /// <exception cref="NoDeviceException">No device can be had in this pass.</exception>
    /// <exception cref="OperationCanceledException">The attempt is to stop.</exception>
    public AppiumDriver GetDriver() => GetScope().GetDriver(stop);

    /// <summary>
    /// The script has ended: its device is given back, with evidence when it failed. One that is
    /// still at work because nothing could stop it gets no device any more.
    /// </summary>
    /// <param name="result">How the script ended.</param>
    /// <param name="kill">Leaves out what can be left out.</param>
    /// <returns>How the attempt ended.</returns>
    public async Task<AttemptResult> EndAsync(AttemptResult result, CancellationToken kill)
    {
        DeviceAttemptScope? scope;
        lock (_lock)
        {
            _ended = true;
            scope = _scope;
        }

        if (scope is not null)
        {
            result = await scope.EndAsync(result, kill).ConfigureAwait(false);
        }

        return result is AttemptResult.Failed { Evidence.Exception: NoDeviceException none }
            ? new AttemptResult.Deferred(none.Message)
            : result;
    }

    private DeviceAttemptScope GetScope()
    {
        lock (_lock)
        {
            RefuseIfEnded();
            if (_scope is { } open)
            {
                return open;
            }
        }

        // Outside of the lock: it can wait for minutes, and the attempt may be given up meanwhile.
        var opened = Task.Run(async () =>
                await (await run.GetAsync(stop).ConfigureAwait(false))
                    .OpenAsync(attempt, stop)
                    .ConfigureAwait(false)
            )
            .GetAwaiter()
            .GetResult();
        if (opened.Scope is not { } scope)
        {
            throw opened.Without is AttemptResult.Failed failed
                ? new DeviceException(failed.Evidence)
                : new NoDeviceException(((AttemptResult.Deferred)opened.Without!).Reason);
        }

        lock (_lock)
        {
            if (!_ended)
            {
                return _scope = scope;
            }
        }

        scope
            .EndAsync(AttemptResult.Stopped, new CancellationToken(canceled: true))
            .GetAwaiter()
            .GetResult();
        RefuseIfEnded();
        return scope;
    }

    private void RefuseIfEnded()
    {
        if (_ended)
        {
            throw new InvalidOperationException(
                "This attempt has ended; its device was given back."
            );
        }
    }
}
