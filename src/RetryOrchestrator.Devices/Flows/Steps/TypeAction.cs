using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Types a text into a field, waiting for it.</summary>
/// <param name="Text">What is typed, exactly.</param>
/// <param name="Into">The field.</param>
internal sealed record TypeAction(FlowText Text, FlowSelector Into) : FlowAction
{
    private static readonly StepArgument<FlowText?> TextKey = StepArgument.Text("type");
    private static readonly StepArgument<FlowSelector?> IntoKey = StepArgument.Element("into") with
    {
        IsRequired = true,
    };

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [TextKey, IntoKey],
            Target = StepTarget.Element,
            Read = map =>
                (TextKey.In(map), IntoKey.In(map)) is ({ } text, { } into)
                    ? new TypeAction(text, into)
                    : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Text} into {Into}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Text, Into.Value];

    internal override StepKind Kind => Step;

    internal override ElementWait? Awaits => new(Into);

    internal override Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var text = run.Fill(Text);
        run.Screen.IsNotTheApps(text);
        return run.Screen.UntilAsync(screen => screen.TypeAsync(run.Fill(Into), text, stop), stop);
    }
}
