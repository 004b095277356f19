using RetryOrchestrator.Engine.Outcomes.Rules;

namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// A line of the ordered list that sorts failures: it matches when everything it names matches.
/// </summary>
public sealed record FailureRule
{
    /// <summary>What results call it, such as <c>builtin:adb_timeout</c> or <c>rules.csv:3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The category it gives.</summary>
    public required FailureCategory Category { get; init; }

    /// <summary>The type it gives, snake_case; may be empty.</summary>
    public string Type { get; init; } = "";

    /// <summary>A regular expression found in the message as whole words, ignoring case.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The name of an exception type (short or full), compared with the exception, its base types
    /// and its inner exceptions.
    /// </summary>
    public string? ExceptionType { get; init; }

    /// <summary>An exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program.</summary>
    public int? Signal { get; init; }

    /// <summary>
    /// The type that the orchestrator itself gives: <c>timeout</c> for an attempt that ran into its
    /// time limit, <c>orchestrator_interrupted</c> for one under which the process died.
    /// </summary>
    public string? WhenType { get; init; }

    /// <summary>Words beside a match of the message by which it is none.</summary>
    internal Exclusion? Except { get; init; }

    /// <summary>Whether it names a condition.</summary>
    internal bool HasCondition =>
        Message is not null
        || ExceptionType is not null
        || ExitCode is not null
        || Signal is not null
        || WhenType is not null;
}
