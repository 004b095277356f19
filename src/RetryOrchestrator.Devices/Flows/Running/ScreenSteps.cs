using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// The steps that are done on the screen. Each is tried again until it succeeds or its time is up,
/// and between the tries the guards are looked at.
/// </summary>
internal sealed class ScreenSteps(Flow flow, FlowContext context)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    // Reading the screen once more after a failure: long enough for a slow phone.
    private static readonly TimeSpan GuardLimit = TimeSpan.FromSeconds(10);

    private readonly IFlowScreen _screen = context.Screen;
    private readonly TimeProvider _time = context.Time;
    private readonly List<string> _typed = [];
    private long? _callBegan;

    public Task<StepFailure?> DoAsync(FlowAction action, CancellationToken stop)
    {
        _callBegan = null;
        return action switch
        {
            FlowAction.Tap tap => UntilAsync(() => _screen.TapAsync(For(tap.Target), stop), stop),
            FlowAction.Type type => TypeAsync(type, stop),
            FlowAction.Clear clear => UntilAsync(
                () => _screen.ClearAsync(For(clear.Target), stop),
                stop
            ),
            FlowAction.Wait wait => UntilAsync(
                async () =>
                    await _screen.IsShownAsync(For(wait.Target), stop).ConfigureAwait(false)
                    != wait.Gone,
                stop
            ),
            FlowAction.Assert assert => AssertAsync(assert, stop),
            FlowAction.Screenshot picture => ScreenshotAsync(picture, stop),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Keyword, null),
        };
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

        var target = action switch
        {
            FlowAction.Tap tap => tap.Target,
            FlowAction.Type type => type.Into,
            FlowAction.Clear clear => clear.Target,
            FlowAction.Wait wait => wait.Target,
            _ => null,
        };
        return target is null
            ? new StepFailure(
                Evidence(Failure.TimeoutType, $"Timeout in {action}", limit),
                IsExpectation: false
            )
            : new StepFailure(
                Evidence(
                    Failure.TimeoutType,
                    action is FlowAction.Wait { Gone: true }
                        ? $"Timeout waiting for {For(target)} to go"
                        : $"Timeout waiting for element {For(target)}",
                    limit
                ),
                IsExpectation: true
            );
    }

    private Task<StepFailure?> TypeAsync(FlowAction.Type type, CancellationToken stop)
    {
        var text = type.Text.Fill(context.Columns);
        _typed.Add(text);
        return UntilAsync(() => _screen.TypeAsync(For(type.Into), text, stop), stop);
    }

    private async Task<StepFailure?> AssertAsync(FlowAction.Assert assert, CancellationToken stop)
    {
        var target = For(assert.Target);
        if (assert.Is is null && assert.Contains is null)
        {
            var shown = await TimedAsync(() => _screen.IsShownAsync(target, stop))
                .ConfigureAwait(false);
            return shown != assert.Gone
                ? null
                : Failed($"{target} is {(shown ? "still there" : "not there")}");
        }

        var text = await TimedAsync(() => _screen.ReadAsync(target, stop)).ConfigureAwait(false);
        var (wanted, part) = (
            assert.Is?.Fill(context.Columns),
            assert.Contains?.Fill(context.Columns)
        );
        return text is null ? Failed($"{target} is not there")
            : wanted is not null && text != wanted
                ? Failed($"{target} is \"{text}\", not \"{wanted}\"")
            : part is not null && !text.Contains(part, StringComparison.Ordinal)
                ? Failed($"{target} is \"{text}\", without \"{part}\"")
            : null;

        // Nothing is declared: the flow says what it means, or the rules do.
        static StepFailure Failed(string what) =>
            new(new FailureEvidence { Message = $"Assertion failed: {what}" }, IsExpectation: true);
    }

    private async Task<StepFailure?> ScreenshotAsync(
        FlowAction.Screenshot picture,
        CancellationToken stop
    )
    {
        var png = await TimedAsync(() => _screen.ScreenshotAsync(stop)).ConfigureAwait(false);
        Directory.CreateDirectory(context.ArtifactFolder);
        var name = string.Concat(
            picture.Name.Fill(context.Columns).Split(Path.GetInvalidFileNameChars())
        );
        var path = Path.Combine(context.ArtifactFolder, $"{name}.png");
        var file = OutputFile.Create(path, FileRights.OfFolderOf(path));
        await using var _ = file.ConfigureAwait(false);
        await file.WriteAsync(png, stop).ConfigureAwait(false);
        return null;
    }

    private async Task<StepFailure?> UntilAsync(Func<Task<bool>> attempt, CancellationToken stop)
    {
        while (!await TimedAsync(attempt).ConfigureAwait(false))
        {
            if (
                flow.FailWhen.Count > 0
                && await TimedAsync(() => ReadGuardsAsync(stop)).ConfigureAwait(false) is { } said
            )
            {
                return said;
            }

            await Task.Delay(BetweenTries, _time, stop).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<StepFailure?> ReadGuardsAsync(CancellationToken stop)
    {
        var source = await _screen.SourceAsync(stop).ConfigureAwait(false);
        return GuardMatch.Find(flow.FailWhen, ScreenTexts.Of(source, _typed)) is { } evidence
            ? new StepFailure(evidence, IsExpectation: false) { IsStated = true }
            : null;
    }

    private async Task<T> TimedAsync<T>(Func<Task<T>> call)
    {
        _callBegan = _time.GetTimestamp();
        var answer = await call().ConfigureAwait(false);
        _callBegan = null;
        return answer;
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
