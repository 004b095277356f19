namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// Why a run stopped itself: to go on would have cost all its jobs their attempts. What is in flight
/// is waited for; the next start resumes it.
/// </summary>
/// <param name="ErrorId">The stable id of the error that tells it (<see cref="Text.ErrorIds"/>).</param>
/// <param name="Reason">In a few words: <c>what runs the jobs cannot be started</c>.</param>
/// <param name="Message">What the last attempt said.</param>
public sealed record RunHalt(string ErrorId, string Reason, string Message);
