using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>A job that may have been done, and the attempt after which nobody knew.</summary>
/// <param name="AttemptId">The attempt; null where the job was taken over from a list as uncertain.</param>
/// <param name="Number">Which attempt of the job it was.</param>
/// <param name="Pass">The pass it was made in.</param>
/// <param name="Job">The job.</param>
/// <param name="Word">What it had said.</param>
/// <param name="Failure">How it ended.</param>
public sealed record UncertainJob(
    long? AttemptId,
    int Number,
    int Pass,
    StoredJob Job,
    string Word,
    Failure Failure
);

/// <summary>What was answered about such a job, and what that makes of it.</summary>
/// <param name="AttemptId">The attempt, or null.</param>
/// <param name="JobKey">The job.</param>
/// <param name="JobId">Its id.</param>
/// <param name="Checkpoint">What it had said, with the answer.</param>
/// <param name="Status">Its new status: <c>success</c>, <c>retrying</c>, <c>failed</c>, or still <c>uncertain</c>.</param>
/// <param name="DuePass">The first pass that may take it again, when it is due.</param>
/// <param name="Counters">Its new counters.</param>
/// <param name="Failure">How the attempt had ended.</param>
public sealed record VerifiedJob(
    long? AttemptId,
    long JobKey,
    string JobId,
    Checkpoint Checkpoint,
    JobStatus Status,
    int DuePass,
    JobCounters Counters,
    Failure Failure
);

/// <summary>What retries came to in some passes of a run.</summary>
/// <param name="Jobs">Jobs that succeeded on a retry.</param>
/// <param name="Time">How long their failed attempts took.</param>
public readonly record struct RetryPrice(int Jobs, TimeSpan Time)
{
    /// <summary>That of more passes.</summary>
    public RetryPrice Plus(int jobs, TimeSpan time) => new(Jobs + jobs, Time + time);
}
