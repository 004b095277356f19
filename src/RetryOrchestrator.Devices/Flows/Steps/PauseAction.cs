using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Waits a while, for what nothing on the screen tells.</summary>
/// <param name="Length">How long; above zero, up to 5 minutes.</param>
internal sealed record PauseAction(TimeSpan Length) : FlowAction
{
    // A longer one should be a wait for something.
    private static readonly StepArgument<TimeSpan?> LengthKey = StepArgument.Duration(
        "pause",
        longest: TimeSpan.FromMinutes(5)
    );

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [LengthKey],
            Target = StepTarget.Nothing,
            Read = map => LengthKey.In(map) is { } length ? new PauseAction(length) : null,
        };

    /// <inheritdoc/>
    public override string Description =>
        FormattableString.Invariant($"{Keyword} {Length.TotalSeconds:0.###} s");

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [];

    internal override StepKind Kind => Step;

    internal override TimeSpan Takes => Length;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        await Task.Delay(Length, run.Context.Time, stop).ConfigureAwait(false);
        return null;
    }
}
