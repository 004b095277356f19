using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Presses a key of the device.</summary>
/// <param name="Key">Its name or Android key code.</param>
internal sealed record PressAction(string Key) : FlowAction
{
    private static readonly StepArgument<string?> KeyKey = StepArgument.PlainText("press");

    /// <summary>The keys that have names here; any other by its Android name or number.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["back", "home", "enter", "tab", "menu", "recents", "wakeup"];

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [KeyKey],
            Target = StepTarget.Device,
            Read = Read,
        };

    /// <summary>What <c>input keyevent</c> takes.</summary>
    public string KeyCode =>
        Key switch
        {
            "recents" => "KEYCODE_APP_SWITCH",
            _ when Names.Contains(Key) => $"KEYCODE_{Key.ToUpperInvariant()}",
            _ => Key,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Key}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [];

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var result = await run
            .Device.RunAsync(["input", "keyevent", KeyCode], run.Limit, stop)
            .ConfigureAwait(false);
        return StepFailure.OfDevice(result.Failure);
    }

    private static PressAction? Read(FlowMapping map)
    {
        if (KeyKey.In(map) is not { } key)
        {
            return null;
        }

        if (
            !Names.Contains(key)
            && !key.StartsWith("KEYCODE_", StringComparison.Ordinal)
            && !ushort.TryParse(key, out _)
        )
        {
            map.Problems.Add(
                map.Node(KeyKey.Key)!,
                $"Unknown key '{key}'. Known: {string.Join(", ", Names)}, an Android key code such as "
                    + "66, or its name such as KEYCODE_VOLUME_UP."
            );
        }

        return new PressAction(key);
    }
}
