using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Looks once whether the screen is as it should be.</summary>
/// <param name="Target">The element.</param>
/// <param name="Gone">Whether it must not be there.</param>
/// <param name="Is">What its text must be, or null.</param>
/// <param name="Contains">What its text must contain, or null.</param>
internal sealed record AssertAction(
    FlowSelector Target,
    bool Gone,
    FlowText? Is,
    FlowText? Contains
) : FlowAction
{
    private static readonly StepArgument<FlowSelector?> TargetKey = StepArgument.Element("assert");
    private static readonly StepArgument<bool?> GoneKey = StepArgument.Flag("gone");
    private static readonly StepArgument<FlowText?> IsKey = StepArgument.Text("is");
    private static readonly StepArgument<FlowText?> ContainsKey = StepArgument.Text("contains");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [TargetKey, GoneKey, IsKey, ContainsKey],
            Target = StepTarget.Element,
            Answers = true,
            Read = Read,
        };

    /// <inheritdoc/>
    public override string Description =>
        $"{Keyword} {Target}"
        + (Gone ? " is gone" : "")
        + (Is is null ? "" : $" is \"{Is}\"")
        + (Contains is null ? "" : $" contains \"{Contains}\"");

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts =>
        new[] { Target.Value, Is, Contains }.OfType<FlowText>();

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var target = run.Fill(Target);
        if (Is is null && Contains is null)
        {
            var shown = await run
                .Screen.OnceAsync(screen => screen.IsShownAsync(target, stop))
                .ConfigureAwait(false);
            return shown != Gone
                ? null
                : Failed($"{target} is {(shown ? "still there" : "not there")}");
        }

        var text = await run
            .Screen.OnceAsync(screen => screen.ReadAsync(target, stop))
            .ConfigureAwait(false);
        var (wanted, part) = (run.FillAny(Is), run.FillAny(Contains));
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

    private static AssertAction? Read(FlowMapping map)
    {
        var (gone, text, part) = (GoneKey.In(map), IsKey.In(map), ContainsKey.In(map));
        if (gone == true && (text ?? part) is { } extra)
        {
            map.Problems.Add(extra.At, "What is gone has no text: leave out 'is' and 'contains'.");
        }

        return TargetKey.In(map) is { } target
            ? new AssertAction(target, gone ?? false, text, part)
            : null;
    }
}
