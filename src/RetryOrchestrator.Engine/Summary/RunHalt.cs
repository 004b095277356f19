namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// Why a run stopped itself: to go on would have cost all its jobs their attempts. What is in flight
/// is waited for; the next start resumes it.
/// </summary>
/// <param name="ErrorId">The stable id of the error that tells it.</param>
/// <param name="Reason">In a few words: <c>what runs the jobs cannot be started</c>.</param>
/// <param name="Message">What the last attempt said.</param>
public sealed record RunHalt(string ErrorId, string Reason, string Message)
{
    /// <summary>The id of a run that stopped because a command is missing.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>The id of a run that stopped because its program cannot be started for another reason.</summary>
    public const string ProgramNotStarted = "ProgramNotStarted";
}
