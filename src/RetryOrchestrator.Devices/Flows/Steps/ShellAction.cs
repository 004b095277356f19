using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Runs a program on the device; its exit code must be 0.</summary>
/// <param name="Words">The program and its arguments.</param>
internal sealed record ShellAction(IReadOnlyList<FlowText> Words) : FlowAction
{
    private static readonly StepArgument<IReadOnlyList<FlowText>> WordsKey = StepArgument.Texts(
        "shell",
        "a list of the program and its arguments"
    );

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [WordsKey],
            Target = StepTarget.Device,
            Read = map => WordsKey.In(map) is [_, ..] words ? new ShellAction(words) : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {string.Join(' ', Words)}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => Words;

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var words = Words.Select(word => run.Fill(word)).ToList();
        var result = await run.Device.RunAsync(words, run.Limit, stop).ConfigureAwait(false);
        return StepFailure.OfDevice(result.Failure);
    }
}
