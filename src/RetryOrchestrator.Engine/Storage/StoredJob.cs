using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>What is held against a job under which the process died.</summary>
/// <param name="IsSuspect">Whether it runs alone from now on.</param>
/// <param name="Deaths">How often the process died under it, since it was last reset.</param>
public readonly record struct JobSuspicion(bool IsSuspect, int Deaths);

/// <summary>What the retry decision counts.</summary>
/// <param name="AllAttempts">Attempts in the history over all runs, cancelled ones included.</param>
/// <param name="Counted">Those of them that counted.</param>
/// <param name="CountedInRun">Those of them that counted in this run.</param>
/// <param name="InfrastructureRetries">Retries granted in this run after infrastructure failures.</param>
public readonly record struct JobCounters(
    int AllAttempts,
    int Counted,
    int CountedInRun,
    int InfrastructureRetries
);

/// <summary>A job with its counters, read when it is about to be claimed.</summary>
/// <param name="Key">The store's key of the job.</param>
/// <param name="Job">The job as the list has it.</param>
/// <param name="Status">
/// Its status at that moment; of one that is claimed, what it was before: <c>pending</c> or
/// <c>retrying</c>. An attempt that comes to nothing gives that back.
/// </param>
/// <param name="Counters">Its counters at that moment.</param>
public sealed record StoredJob(long Key, Job Job, JobStatus Status, JobCounters Counters)
{
    /// <summary>What is held against it.</summary>
    public JobSuspicion Suspicion { get; init; }
}
