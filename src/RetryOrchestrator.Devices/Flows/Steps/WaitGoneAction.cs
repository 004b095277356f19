using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Waits until an element is not on the screen.</summary>
/// <param name="Target">The element.</param>
internal sealed record WaitGoneAction(FlowSelector Target) : FlowAction
{
    private static readonly StepArgument<FlowSelector?> TargetKey = StepArgument.Element(
        "waitGone"
    );

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [TargetKey],
            Target = StepTarget.Element,
            Read = map => TargetKey.In(map) is { } target ? new WaitGoneAction(target) : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Target}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Target.Value];

    internal override StepKind Kind => Step;

    internal override ElementWait? Awaits => new(Target, Gone: true);

    internal override Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop) =>
        run.Screen.UntilAsync(
            async screen =>
                !await screen.IsShownAsync(run.Fill(Target), stop).ConfigureAwait(false),
            stop
        );
}
