using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows;

/// <summary>
/// What is done with the app for one job: read from a YAML file and checked whole before a run
/// starts. Immutable; one serves all workers.
/// </summary>
public sealed record Flow
{
    /// <summary>The longest time limit that a flow gives its steps, or a step itself.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>What it is called in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>The app's package, ended before and after each attempt; null to leave apps alone.</summary>
    public string? App { get; init; }

    /// <summary>Capabilities of the Appium session, placeholders not filled in yet.</summary>
    public IReadOnlyList<FlowCapability> Capabilities { get; init; } = [];

    /// <summary>
    /// The time limit of a step that has none of its own, up to <see cref="LongestTimeout"/>. Default
    /// 30 s.
    /// </summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Texts that end the attempt with a category when they show.</summary>
    public IReadOnlyList<FlowGuard> FailWhen { get; init; } = [];

    /// <summary>
    /// The steps by which is asked whether what the flow was about to do has happened; empty when it
    /// cannot be asked.
    /// </summary>
    public IReadOnlyList<FlowStep> Verify { get; init; } = [];

    /// <summary>What is done, in order; at least one.</summary>
    public required IReadOnlyList<FlowStep> Steps { get; init; }
}

/// <summary>A capability of the Appium session.</summary>
/// <param name="Name">With its vendor prefix, such as <c>appium:app</c>.</param>
/// <param name="Text">Its value, when it is a text.</param>
/// <param name="Value">Its value, when it is a number or yes or no.</param>
public sealed record FlowCapability(string Name, FlowText? Text, object? Value);

/// <summary>A text on the screen that says why the job cannot be done.</summary>
/// <param name="Text">Found in any text or description on the screen, ignoring case; or null.</param>
/// <param name="Pattern">A regular expression found there, ignoring case; or null.</param>
/// <param name="Verdict">What it means.</param>
public sealed record FlowGuard(string? Text, string? Pattern, FlowVerdict Verdict);

/// <summary>What a failure means, stated outright.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Type">Its type, or null.</param>
/// <param name="Message">Its message, or null for the failure's own.</param>
public sealed record FlowVerdict(FailureCategory Category, string? Type, string? Message);

/// <summary>One step.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="At">Where it stands in the file.</param>
/// <param name="Action">What it does.</param>
public sealed record FlowStep(int Number, FlowPlace At, FlowAction Action)
{
    /// <summary>What the user called it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Its own time limit, or null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the flow goes on when the screen is not as the step expects.</summary>
    public bool Optional { get; init; }

    /// <summary>What it means when the screen is not as the step expects; null for the usual.</summary>
    public FlowVerdict? OnFailure { get; init; }

    /// <summary>The step in a few words, such as <c>tap text="Share"</c>.</summary>
    public string Description => Name ?? Action.Description;
}

/// <summary>A place in a flow file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct FlowPlace(int Line, int Column);
