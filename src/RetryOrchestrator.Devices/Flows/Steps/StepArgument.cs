using RetryOrchestrator.Devices.Flows.Reading;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>An argument of a kind of step: a key of its mapping.</summary>
/// <param name="Key">The key.</param>
internal abstract record StepArgument(string Key)
{
    /// <summary>
    /// Whether a step without it is refused. Default false. The keyword's own argument is always
    /// there: it is by that key that the kind is known.
    /// </summary>
    public bool IsRequired { get; init; }

    /// <summary>A text with placeholders.</summary>
    public static StepArgument<FlowText?> Text(string key) => new(key, map => map.Text(key));

    /// <summary>A text that is the same for all jobs.</summary>
    public static StepArgument<string?> PlainText(string key) =>
        new(key, map => map.PlainText(key));

    /// <summary>An element of the screen.</summary>
    public static StepArgument<FlowSelector?> Element(string key) =>
        new(key, map => map.Selector(key));

    /// <summary>True or false.</summary>
    public static StepArgument<bool?> Flag(string key) => new(key, map => map.Boolean(key));

    /// <summary>A length of time above zero.</summary>
    /// <param name="key">The key.</param>
    /// <param name="longest">The longest that it may be.</param>
    public static StepArgument<TimeSpan?> Duration(string key, TimeSpan longest) =>
        new(key, map => map.Duration(key, longest));

    /// <summary>A list of texts with placeholders; empty when it is not there or has faults.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What it is, for messages: <c>a list of …</c>.</param>
    public static StepArgument<IReadOnlyList<FlowText>> Texts(string key, string what) =>
        new(
            key,
            map => map.Items(key, what, (node, problems) => FlowScalar.Text(node, key, problems))
        );

    /// <summary>A table of values that go with an intent; empty when it is not there or has faults.</summary>
    public static StepArgument<IReadOnlyList<FlowExtra>> Extras(string key) =>
        new(key, map => map.Values(key, (name, text, value) => new FlowExtra(name, text, value)));
}

/// <summary>An argument, and how its value is read.</summary>
/// <param name="Key">The key.</param>
/// <param name="In">Reads it from a step's mapping; faults are noted there.</param>
internal sealed record StepArgument<T>(string Key, Func<FlowMapping, T> In) : StepArgument(Key);
