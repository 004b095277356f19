using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Intake;

/// <summary>One good row of a list of jobs.</summary>
/// <param name="Job">The job.</param>
/// <param name="Progress">The state the row itself brings, when the list has progress columns.</param>
/// <param name="Cleaned">
/// What was taken out of its names because nobody sees it, in words with the place, or null.
/// </param>
public sealed record JobRow(Job Job, TakenOverProgress? Progress = null, string? Cleaned = null);

/// <summary>What a progress CSV says of a job; used only when the state does not know the job.</summary>
/// <param name="Status">Never <c>claimed</c>: that is read as an interrupted attempt.</param>
/// <param name="Attempts">Counted attempts so far, at least 0.</param>
/// <param name="LastFailure">The last failure, when there was one.</param>
/// <param name="SkipReason">Why it was skipped, when it was.</param>
/// <param name="CompletedAt">When the last attempt ended, UTC, when known.</param>
public sealed record TakenOverProgress(
    JobStatus Status,
    int Attempts,
    Failure? LastFailure,
    string? SkipReason,
    DateTimeOffset? CompletedAt
);

/// <summary>What taking in a list changed.</summary>
/// <param name="Total">Jobs in the list now.</param>
/// <param name="Added">Ids the state did not know.</param>
/// <param name="Changed">Known ids with new data.</param>
/// <param name="Vanished">Ids that were in the list before and are not any more.</param>
public sealed record IntakeCounts(int Total, int Added, int Changed, int Vanished)
{
    /// <summary>Of Changed: ids of jobs that are done. They stay done until they are reset.</summary>
    public IntakeSample ChangedDone { get; init; } = IntakeSample.None;

    /// <summary>
    /// Of Changed: ids of jobs that failed because of their account or were skipped with it. They
    /// stay so until they are reset.
    /// </summary>
    public IntakeSample ChangedStopped { get; init; } = IntakeSample.None;

    /// <summary>Rows whose names lost characters that nobody sees.</summary>
    public IntakeSample Cleaned { get; init; } = IntakeSample.None;
}
