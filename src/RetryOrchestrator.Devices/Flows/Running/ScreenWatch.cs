using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// The screen as steps use it: what is to be done is tried again until it succeeds or the step's time
/// is up, and between the tries the guards are looked at.
/// </summary>
internal sealed class ScreenWatch(Flow flow, FlowContext context)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    // Reading the screen once more after a failure: long enough for a slow phone.
    private static readonly TimeSpan GuardLimit = TimeSpan.FromSeconds(10);

    private readonly IFlowScreen _screen = context.Screen;
    private readonly TimeProvider _time = context.Time;
    private readonly List<string> _typed = [];
    private long? _callBegan;

    /// <summary>A step begins: no call of another is waited for any more.</summary>
    public void Begin() => _callBegan = null;

    /// <summary>
    /// What is typed is the flow's own: guards do not take it for the app saying so.
    /// </summary>
    public void IsNotTheApps(string text) => _typed.Add(text);

    /// <summary>Tries until it succeeds, or a guard says why it cannot; null for success.</summary>
    /// <param name="attempt">One try; false for another.</param>
    /// <param name="stop">Ends the trying.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    public async Task<StepFailure?> UntilAsync(
        Func<IFlowScreen, Task<bool>> attempt,
        CancellationToken stop
    )
    {
        while (!await OnceAsync(attempt).ConfigureAwait(false))
        {
            if (
                flow.FailWhen.Count > 0
                && await OnceAsync(_ => ReadGuardsAsync(stop)).ConfigureAwait(false) is { } said
            )
            {
                return said;
            }

            await Task.Delay(BetweenTries, _time, stop).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>One call, of which is known how long it goes unanswered.</summary>
    public async Task<T> OnceAsync<T>(Func<IFlowScreen, Task<T>> call)
    {
        _callBegan = _time.GetTimestamp();
        var answer = await call(_screen).ConfigureAwait(false);
        _callBegan = null;
        return answer;
    }

    /// <summary>What a guard says of the screen as it is now, or null.</summary>
    public async Task<StepFailure?> FindGuardAsync(CancellationToken stop)
    {
        if (flow.FailWhen.Count == 0)
        {
            return null;
        }

        using var timer = new CancellationTokenSource(GuardLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            return await ReadGuardsAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException && !stop.IsCancellationRequested
                || AppiumFailure.Describe(exception) is not null
            )
        {
            return null; // The step has failed already, and that is told.
        }
    }

    /// <summary>What it means that a step's time was up.</summary>
    public StepFailure TimedOut(FlowAction action, TimeSpan limit)
    {
        // A call that was never answered is no slow app: the server or the device is frozen.
        if (_callBegan is { } began && _time.GetElapsedTime(began) >= limit / 2)
        {
            return new StepFailure(
                Evidence(
                    AppiumFailure.Timeout,
                    $"The Appium session did not answer: {action}",
                    limit
                ),
                IsExpectation: false
            );
        }

        return action.Awaits is not { } awaited
            ? new StepFailure(
                Evidence(Failure.TimeoutType, $"Timeout in {action}", limit),
                IsExpectation: false
            )
            : new StepFailure(
                Evidence(
                    Failure.TimeoutType,
                    awaited.Gone
                        ? $"Timeout waiting for {For(awaited.Element)} to go"
                        : $"Timeout waiting for element {For(awaited.Element)}",
                    limit
                ),
                IsExpectation: true
            );
    }

    private async Task<StepFailure?> ReadGuardsAsync(CancellationToken stop)
    {
        var source = await _screen.SourceAsync(stop).ConfigureAwait(false);
        return GuardMatch.Find(flow.FailWhen, ScreenTexts.Of(source, _typed)) is { } evidence
            ? new StepFailure(evidence, IsExpectation: false) { IsStated = true }
            : null;
    }

    private ScreenTarget For(FlowSelector selector) => selector.For(context.Columns);

    private static FailureEvidence Evidence(string type, string what, TimeSpan limit) =>
        new()
        {
            Message = FormattableString.Invariant($"{what} ({limit.TotalSeconds:0.###} s)"),
            DeclaredCategory = FailureCategory.Infrastructure,
            DeclaredType = type,
        };
}
