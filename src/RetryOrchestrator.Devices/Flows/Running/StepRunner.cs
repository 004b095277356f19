using RetryOrchestrator.Devices.Appium;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// Runs one step under its time limit, looks at the guards while it waits and when it fails, and
/// says what its failure means.
/// </summary>
internal sealed class StepRunner
{
    // A push is as long as the file, and bounded by adb's own limit.
    private static readonly TimeSpan PushLimit = TimeSpan.FromMinutes(5);

    private readonly Flow _flow;
    private readonly FlowContext _context;
    private readonly TimeProvider _time;
    private readonly DeviceSteps _device;
    private readonly ScreenSteps _screen;

    public StepRunner(Flow flow, FlowContext context)
    {
        _context = context;
        _flow = flow;
        _time = context.Time;
        _device = new DeviceSteps(context);
        _screen = new ScreenSteps(flow, context);
    }

    /// <summary>Runs a step; null when it passed.</summary>
    public async Task<StepFailure?> RunAsync(FlowStep step, CancellationToken stop)
    {
        var limit =
            step.Timeout
            ?? step.Action switch
            {
                FlowAction.Push => PushLimit,
                FlowAction.Pause pause => pause.Length + _flow.StepTimeout,
                _ => _flow.StepTimeout,
            };
        using var timer = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        StepFailure? failure;
        try
        {
            failure = await DoAsync(step.Action, limit, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            failure = _screen.TimedOut(step.Action, limit);
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException
                && AppiumFailure.Describe(exception) is not null
            )
        {
            failure = new StepFailure(AppiumFailure.Describe(exception)!, IsExpectation: false);
        }

        stop.ThrowIfCancellationRequested();
        return failure is { IsExpectation: true }
            ? await InterpretAsync(step, failure, stop).ConfigureAwait(false)
            : failure;
    }

    private Task<StepFailure?> DoAsync(FlowAction action, TimeSpan limit, CancellationToken stop) =>
        action switch
        {
            FlowAction.Push push => _device.PushAsync(push, stop),
            FlowAction.Start start => _device.StartAsync(start, stop),
            FlowAction.Press press => _device.PressAsync(press, limit, stop),
            FlowAction.Shell shell => _device.ShellAsync(shell, limit, stop),
            FlowAction.Checkpoint checkpoint => Pass(checkpoint),
            FlowAction.Pause pause => PauseAsync(pause.Length, stop),
            _ => _screen.DoAsync(action, stop),
        };

    // The screen is not as the step expects: perhaps it says why.
    private async Task<StepFailure> InterpretAsync(
        FlowStep step,
        StepFailure failure,
        CancellationToken stop
    )
    {
        if (await _screen.FindGuardAsync(stop).ConfigureAwait(false) is { } said)
        {
            return said;
        }

        return step.OnFailure is { } verdict
            ? failure with
            {
                Evidence = GuardMatch.Evidence(verdict, failure.Evidence.Message),
                IsStated = true,
            }
            : failure;
    }

    // On the disk before the next step begins; where it cannot be written, the flow ends here.
    private Task<StepFailure?> Pass(FlowAction.Checkpoint checkpoint)
    {
        try
        {
            _context.PassCheckpoint(checkpoint.Word.Fill(_context.Columns));
            return Task.FromResult<StepFailure?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<StepFailure?>(StepFailure.NotRecorded(fault));
        }
    }

    private async Task<StepFailure?> PauseAsync(TimeSpan length, CancellationToken stop)
    {
        await Task.Delay(length, _time, stop).ConfigureAwait(false);
        return null;
    }
}
