namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>A classified failure.</summary>
/// <param name="Category">Whether and how it is retried.</param>
/// <param name="Type">A finer snake_case word such as <c>adb_timeout</c>; empty when unknown.</param>
/// <param name="Message">What was said, one line or more.</param>
/// <param name="Rule">The name of the rule that decided, or null when none matched.</param>
public sealed record Failure(
    FailureCategory Category,
    string Type,
    string Message,
    string? Rule = null
)
{
    /// <summary>The type given to an attempt under which the process died.</summary>
    public const string InterruptedType = "orchestrator_interrupted";

    /// <summary>The type given to an attempt that ran into its time limit.</summary>
    public const string TimeoutType = "timeout";

    /// <summary>What stands in the history for an attempt under which the process died.</summary>
    public static Failure Interrupted { get; } =
        new(
            FailureCategory.Infrastructure,
            InterruptedType,
            "The orchestrator ended while this attempt was running.",
            "orchestrator"
        );
}
