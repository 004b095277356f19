using RetryOrchestrator.Devices.Appium;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// Runs one step under its time limit, looks at the guards while it waits and when it fails, and
/// says what its failure means.
/// </summary>
internal sealed class StepRunner
{
    private readonly Flow _flow;
    private readonly FlowContext _context;
    private readonly TimeProvider _time;
    private readonly ScreenWatch _screen;

    public StepRunner(Flow flow, FlowContext context)
    {
        _context = context;
        _flow = flow;
        _time = context.Time;
        _screen = new ScreenWatch(flow, context);
    }

    /// <summary>Runs a step; null when it passed.</summary>
    public async Task<StepFailure?> RunAsync(FlowStep step, CancellationToken stop)
    {
        var action = step.Action;
        var limit = step.Timeout ?? (action.Kind.Limit ?? _flow.StepTimeout) + action.Takes;
        using var timer = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        StepFailure? failure;
        try
        {
            _screen.Begin();
            failure = await action
                .RunAsync(new StepRun(_context, _screen, limit), either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            failure = _screen.TimedOut(action, limit);
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
}
