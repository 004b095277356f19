namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// What is known of a failure before it is classified. What the executor declares outright beats
/// the exception, which beats the exit code and the message.
/// </summary>
public sealed record FailureEvidence
{
    /// <summary>The message; never null, may be empty.</summary>
    public required string Message { get; init; }

    /// <summary>The exception behind the failure, for recognition by type.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The program's exit code, when there was a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The category that the job or its executor stated outright.</summary>
    public FailureCategory? DeclaredCategory { get; init; }

    /// <summary>The type stated with <see cref="DeclaredCategory"/>.</summary>
    public string? DeclaredType { get; init; }
}
