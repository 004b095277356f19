using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>
/// Runs a flow for each job: a device is leased, a session created, the flow run, evidence taken
/// if it fails, and the device given back.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>every step passed</term><description>Succeeded</description></item>
/// <item><term>a guard's text showed, or a step that states what its failure means failed</term><description>Failed with that category and type</description></item>
/// <item><term>an element did not come in its time</term><description>Failed, infrastructure, <c>timeout</c></description></item>
/// <item><term>an assertion failed</term><description>Failed; the rules decide</description></item>
/// <item><term>a file to push is missing</term><description>Failed, input, <c>file_missing</c></description></item>
/// <item><term>adb, the device, the session or the Appium server failed</term><description>Failed, infrastructure, with the type that says which</description></item>
/// <item><term>no device can be had</term><description>Deferred</description></item>
/// </list>
/// </remarks>
public sealed class DeviceFlowExecutor : IJobExecutor
{
    private readonly DeviceRun _run;
    private readonly Flow _flow;

    /// <param name="run">The run's devices; disposed of with this.</param>
    /// <param name="flow">The flow.</param>
    public DeviceFlowExecutor(DeviceRun run, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        _run = run;
        _flow = flow;
    }

    /// <inheritdoc/>
    public string Description =>
        $"flow '{_flow.Name}' ({_flow.File}, {(_flow.Steps.Count == 1 ? "1 step" : $"{_flow.Steps.Count} steps")})";

    /// <inheritdoc/>
    public int? MaxConcurrency => _run.MaxConcurrency;

    /// <inheritdoc/>
    public ValueTask BeginPassAsync(int pass, CancellationToken stop) =>
        _run.BeginPassAsync(pass, stop);

    /// <inheritdoc/>
    public void Obey(IReadOnlyList<DeviceOrder> orders) => _run.Settings.Pool.Obey(orders);

    /// <inheritdoc/>
    public ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals) =>
        ExecuteAsync(attempt, signals, null);

    /// <summary>Runs one attempt and tells of each step as it ends.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="signals">Stop and kill.</param>
    /// <param name="ended">Told of each step.</param>
    public async ValueTask<AttemptResult> ExecuteAsync(
        Attempt attempt,
        StopSignals signals,
        Action<FlowStepResult>? ended
    )
    {
        ArgumentNullException.ThrowIfNull(attempt);
        DeviceScopeResult opened;
        try
        {
            opened = await _run.OpenAsync(attempt, signals.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return AttemptResult.Stopped;
        }

        if (opened.Scope is not { } scope)
        {
            return opened.Without!;
        }

        var result = await RunAsync(scope, attempt, ended, signals.Stop).ConfigureAwait(false);
        return await scope.EndAsync(result, signals.Kill).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _run.DisposeAsync();

    private async Task<AttemptResult> RunAsync(
        DeviceAttemptScope scope,
        Attempt attempt,
        Action<FlowStepResult>? ended,
        CancellationToken stop
    )
    {
        try
        {
            var failure = await RunFlowAsync(scope, attempt, ended, stop).ConfigureAwait(false);
            return failure is null ? AttemptResult.Success : new AttemptResult.Failed(failure);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return AttemptResult.Stopped;
        }
        // The device must be given back whatever happened.
        catch (Exception exception)
        {
            var evidence =
                DeviceAttemptScope.Explain(exception)
                ?? new FailureEvidence { Message = exception.Message, Exception = exception };
            return new AttemptResult.Failed(evidence with { LeavesOpen = true });
        }
    }

    private async Task<FailureEvidence?> RunFlowAsync(
        DeviceAttemptScope scope,
        Attempt attempt,
        Action<FlowStepResult>? ended,
        CancellationToken stop
    )
    {
        var columns = attempt.Job.Columns;
        if (_flow.App is { } app)
        {
            scope.AppToEnd = app;
            var ending = await scope
                .Device.RunAsync(["am", "force-stop", app], null, stop)
                .ConfigureAwait(false);
            if (!ending.Succeeded)
            {
                return ending.Failure;
            }
        }

        var capabilities = _flow.Capabilities.Select(capability =>
            KeyValuePair.Create(capability.Name, capability.Value ?? capability.Text!.Fill(columns))
        );
        var session = await scope.OpenSessionAsync(capabilities, stop).ConfigureAwait(false);
        var context = new FlowContext(
            new AdbFlowDevice(scope.Device),
            new AppiumFlowScreen(session),
            columns,
            attempt.ArtifactFolder,
            _run.Settings.Time
        )
        {
            PassCheckpoint = word =>
            {
                if (attempt.CheckpointPath is { } path)
                {
                    Checkpoints.Write(path, word);
                }
            },
        };
        return await new FlowRunner(_flow, context).RunAsync(ended, stop).ConfigureAwait(false);
    }
}
