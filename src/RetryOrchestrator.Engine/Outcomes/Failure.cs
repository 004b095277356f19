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
    /// <summary>The program's exit code, when there was a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program, where it is known that one did.</summary>
    public int? Signal { get; init; }

    /// <summary>
    /// Whether it ended without an outcome of its own: nobody knows how far it had come.
    /// </summary>
    public bool LeavesOpen { get; init; }

    /// <summary>
    /// Whether no other job would fare better: what runs them all cannot be started.
    /// </summary>
    public bool ConcernsEveryJob { get; init; }

    /// <summary>The type of a program that was ended from outside.</summary>
    public const string KilledType = "killed";

    /// <summary>The type of a program that ended by a fault of its own.</summary>
    public const string CrashedType = "crashed";

    /// <summary>The type of a command that is not there or cannot be executed.</summary>
    public const string CommandNotFoundType = "command_not_found";

    /// <summary>The type given to an attempt under which the process died.</summary>
    public const string InterruptedType = "orchestrator_interrupted";

    /// <summary>The type given to a job under which the process died while nothing else was at work.</summary>
    public const string GuiltyType = "kills_orchestrator";

    /// <summary>The type given to an attempt that ran into its time limit.</summary>
    public const string TimeoutType = "timeout";

    /// <summary>What is known of an attempt under which the process died.</summary>
    public static FailureEvidence InterruptedEvidence { get; } =
        new()
        {
            Message = "The orchestrator ended while this attempt was running.",
            PresumedCategory = FailureCategory.Infrastructure,
            PresumedType = InterruptedType,
            LeavesOpen = true,
        };
}
