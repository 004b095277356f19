using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Empties a field, waiting for it.</summary>
/// <param name="Target">The field.</param>
internal sealed record ClearAction(FlowSelector Target) : FlowAction
{
    private static readonly StepArgument<FlowSelector?> TargetKey = StepArgument.Element("clear");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [TargetKey],
            Target = StepTarget.Element,
            Read = map => TargetKey.In(map) is { } target ? new ClearAction(target) : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Target}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Target.Value];

    internal override StepKind Kind => Step;

    internal override ElementWait? Awaits => new(Target);

    internal override Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop) =>
        run.Screen.UntilAsync(screen => screen.ClearAsync(run.Fill(Target), stop), stop);
}
