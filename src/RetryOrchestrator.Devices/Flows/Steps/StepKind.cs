using RetryOrchestrator.Devices.Flows.Reading;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>
/// A kind of step, stated once beside the class that does it: what it takes, how long it may take,
/// what it acts on, and where it may stand. Flows are read, checked and run by this; the editors'
/// schema and the documents are held against it.
/// </summary>
internal sealed record StepKind
{
    /// <summary>The keys that a step may have whatever its kind.</summary>
    public static IReadOnlyList<string> CommonKeys { get; } =
    ["name", "timeout", "optional", "onFailure"];

    /// <summary>What it takes: first what its keyword stands for, then the keys beside that.</summary>
    public required IReadOnlyList<StepArgument> Arguments { get; init; }

    /// <summary>What it acts on.</summary>
    public required StepTarget Target { get; init; }

    /// <summary>Reads one; null when it has faults, which are noted.</summary>
    public required Func<FlowMapping, FlowAction?> Read { get; init; }

    /// <summary>
    /// The time limit of a step that has none of its own; null for the flow's <c>timeout</c>.
    /// </summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>The longest time limit that a step may be given. Default 1 hour.</summary>
    public TimeSpan LongestLimit { get; init; } = Flow.LongestTimeout;

    /// <summary>
    /// Whether it can say that something has not happened: under <c>verify</c> its failed expectation
    /// is the answer no, where that of any other is no answer.
    /// </summary>
    public bool Answers { get; init; }

    /// <summary>Why it cannot stand under <c>verify</c>, as a sentence; null when it can.</summary>
    public string? NotUnderVerify { get; init; }

    /// <summary>Why it cannot be a flow's last step, as a sentence; null when it can.</summary>
    public string? NotLast { get; init; }

    /// <summary>The key that makes a step this kind.</summary>
    public string Keyword => Arguments[0].Key;

    /// <summary>Its own keys beside the keyword.</summary>
    public IEnumerable<string> Keys => Arguments.Skip(1).Select(argument => argument.Key);
}
