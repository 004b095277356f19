using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>
/// Says that what follows must not be done twice: an attempt that ends after it without an outcome
/// is uncertain, and not tried again by itself.
/// </summary>
/// <param name="Word">What is about to be done.</param>
internal sealed record CheckpointAction(FlowText Word) : FlowAction
{
    private static readonly StepArgument<FlowText?> WordKey = StepArgument.Text("checkpoint");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [WordKey],
            Target = StepTarget.Attempt,
            NotUnderVerify = "What is asked under 'verify' changes nothing: it has no checkpoint.",
            NotLast =
                "Nothing follows this checkpoint. It stands before the step that must not be done twice.",
            Read = Read,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Word}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Word];

    internal override StepKind Kind => Step;

    // On the disk before the next step begins; where it cannot be written, the flow ends here.
    internal override Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        try
        {
            run.Context.PassCheckpoint(run.Fill(Word));
            return Task.FromResult<StepFailure?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<StepFailure?>(StepFailure.NotRecorded(fault));
        }
    }

    private static CheckpointAction? Read(FlowMapping map)
    {
        if (WordKey.In(map) is not { } word)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(word.Source))
        {
            map.Problems.Add(
                word.At,
                $"'{WordKey.Key}' needs a text that says what is about to be done."
            );
        }

        return new CheckpointAction(word);
    }
}
