using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Taps an element, waiting for it.</summary>
/// <param name="Target">The element.</param>
internal sealed record TapAction(FlowSelector Target) : FlowAction
{
    private static readonly StepArgument<FlowSelector?> TargetKey = StepArgument.Element("tap");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [TargetKey],
            Target = StepTarget.Element,
            Read = map => TargetKey.In(map) is { } target ? new TapAction(target) : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Target}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Target.Value];

    internal override StepKind Kind => Step;

    internal override ElementWait? Awaits => new(Target);

    internal override Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop) =>
        run.Screen.UntilAsync(screen => screen.TapAsync(run.Fill(Target), stop), stop);
}
