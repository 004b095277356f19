namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// What is known of a failure before it is classified. What the executor declares outright beats
/// the exception, which beats the exit code and the message.
/// </summary>
public sealed record FailureEvidence
{
    /// <summary>
    /// The message; never null, may be empty. Of a program that wrote something, <see
    /// cref="Output"/> says more.
    /// </summary>
    public required string Message { get; init; }

    /// <summary>The exception behind the failure, for recognition by type.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What the program wrote last; null when there was no program.</summary>
    public ProgramOutput? Output { get; init; }

    /// <summary>What is to stand in brackets behind the message, whichever it is; or null.</summary>
    public string? Remark { get; init; }

    /// <summary>The program's exit code, when there was a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program, where it is known that one did.</summary>
    public int? Signal { get; init; }

    /// <summary>
    /// Whether the machine's memory killer is known to have ended a process, this one or another,
    /// since it was last looked at.
    /// </summary>
    public bool MemoryKillerStruck { get; init; }

    /// <summary>
    /// Whether it ended without an outcome of its own: nobody knows how far it had come (a time
    /// limit, a lost device, a lost connection).
    /// </summary>
    public bool LeavesOpen { get; init; }

    /// <summary>
    /// Whether no other job would fare better: what runs them all cannot be started.
    /// </summary>
    public bool ConcernsEveryJob { get; init; }

    /// <summary>
    /// The category unless a rule of the user's says otherwise: what the orchestrator itself knows,
    /// such as that a time limit was over.
    /// </summary>
    public FailureCategory? PresumedCategory { get; init; }

    /// <summary>The type stated with <see cref="PresumedCategory"/>; a user's rule can ask for it.</summary>
    public string? PresumedType { get; init; }

    /// <summary>The category that the job or its executor stated outright.</summary>
    public FailureCategory? DeclaredCategory { get; init; }

    /// <summary>The type stated with <see cref="DeclaredCategory"/>.</summary>
    public string? DeclaredType { get; init; }
}
