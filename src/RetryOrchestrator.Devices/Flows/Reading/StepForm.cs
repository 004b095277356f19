namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>
/// The form of a kind of step in the file: its keyword, the keys beside it, and how it is read.
/// The editor's schema says the same; a test compares the two.
/// </summary>
/// <param name="Keyword">The key that makes it this kind.</param>
/// <param name="Keys">Its own keys beside the keyword.</param>
/// <param name="Read">Reads it; null when it has faults, which are noted.</param>
internal sealed record StepForm(
    string Keyword,
    IReadOnlyList<string> Keys,
    Func<FlowMapping, FlowAction?> Read
)
{
    /// <summary>The keys that every step may have.</summary>
    public static IReadOnlyList<string> CommonKeys { get; } =
    ["name", "timeout", "optional", "onFailure"];

    /// <summary>All kinds of steps.</summary>
    public static IReadOnlyList<StepForm> All { get; } =
    [
        new("push", ["to", "scan"], Push),
        new("start", ["action", "data", "mimeType", "category", "share", "extras"], Start),
        new("tap", [], map => Target(map, "tap", target => new FlowAction.Tap(target))),
        new("type", ["into"], Type),
        new("clear", [], map => Target(map, "clear", target => new FlowAction.Clear(target))),
        new(
            "waitFor",
            [],
            map => Target(map, "waitFor", target => new FlowAction.Wait(target, Gone: false))
        ),
        new(
            "waitGone",
            [],
            map => Target(map, "waitGone", target => new FlowAction.Wait(target, Gone: true))
        ),
        new("assert", ["gone", "is", "contains"], Assert),
        new(
            "screenshot",
            [],
            map => map.Text("screenshot") is { } name ? new FlowAction.Screenshot(name) : null
        ),
        new("checkpoint", [], Checkpoint),
        new("press", [], Press),
        new("shell", [], Shell),
        new(
            "pause",
            [],
            map =>
                map.Duration("pause", FlowAction.Pause.Longest) is { } length
                    ? new FlowAction.Pause(length)
                    : null
        ),
    ];

    private static FlowAction? Push(FlowMapping map)
    {
        var (file, to) = (map.Text("push"), map.RequiredText("to"));
        return file is null || to is null
            ? null
            : new FlowAction.Push(file, to, map.Boolean("scan") ?? true);
    }

    private static FlowAction? Start(FlowMapping map)
    {
        if (map.Text("start") is not { } target)
        {
            return null;
        }

        return new FlowAction.Start(target)
        {
            Action = map.Text("action"),
            Data = map.Text("data"),
            MimeType = map.Text("mimeType"),
            Category = map.Text("category"),
            Share = map.Text("share"),
            Extras = map.Values("extras", (name, text, value) => new FlowExtra(name, text, value)),
        };
    }

    private static FlowAction? Type(FlowMapping map)
    {
        var (text, into) = (map.Text("type"), map.Selector("into"));
        return text is null || into is null ? null : new FlowAction.Type(text, into);
    }

    private static FlowAction? Assert(FlowMapping map)
    {
        var (gone, text, part) = (map.Boolean("gone"), map.Text("is"), map.Text("contains"));
        if (gone == true && (text ?? part) is { } extra)
        {
            map.Problems.Add(extra.At, "What is gone has no text: leave out 'is' and 'contains'.");
        }

        return Target(
            map,
            "assert",
            target => new FlowAction.Assert(target, gone ?? false, text, part)
        );
    }

    private static FlowAction? Checkpoint(FlowMapping map)
    {
        if (map.Text("checkpoint") is not { } word)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(word.Source))
        {
            map.Problems.Add(
                word.At,
                "'checkpoint' needs a text that says what is about to be done."
            );
        }

        return new FlowAction.Checkpoint(word);
    }

    private static FlowAction? Press(FlowMapping map)
    {
        if (map.PlainText("press") is not { } key)
        {
            return null;
        }

        if (
            !FlowAction.Press.Names.Contains(key)
            && !key.StartsWith("KEYCODE_", StringComparison.Ordinal)
            && !ushort.TryParse(key, out _)
        )
        {
            map.Problems.Add(
                map.Node("press")!,
                $"Unknown key '{key}'. Known: {string.Join(", ", FlowAction.Press.Names)}, an Android "
                    + "key code such as 66, or its name such as KEYCODE_VOLUME_UP."
            );
        }

        return new FlowAction.Press(key);
    }

    private static FlowAction? Shell(FlowMapping map)
    {
        var words = map.Items(
            "shell",
            "a list of the program and its arguments",
            (node, problems) => FlowScalar.Text(node, "shell", problems)
        );
        return words.Count == 0 ? null : new FlowAction.Shell(words);
    }

    private static FlowAction? Target(
        FlowMapping map,
        string key,
        Func<FlowSelector, FlowAction> make
    ) => map.Selector(key) is { } target ? make(target) : null;
}
