using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>All that a state says, at one moment.</summary>
internal sealed record StateSnapshot(
    OrchestratorStatus Status,
    IReadOnlyList<OrchestratorJob> Jobs,
    IReadOnlyList<OrchestratorAttempt> Attempts,
    IReadOnlyList<RetryPassSummary> Passes
)
{
    /// <summary>A copy of a state as it lies there, with all that SQLite keeps beside it.</summary>
    /// <remarks>To read the state itself would repair it, which is the next start's task.</remarks>
    /// <returns>Where the copy is.</returns>
    public static string Copy(string state, string copy)
    {
        foreach (var end in (string[])["", "-wal", "-journal"])
        {
            File.Delete(copy + end);
            if (File.Exists(state + end))
            {
                File.Copy(state + end, copy + end);
            }
        }

        return copy;
    }

    /// <summary>What the state at a path says, or null when there is none.</summary>
    public static StateSnapshot? Read(string path)
    {
        try
        {
            using var reader = new SqliteStateStore(
                path,
                new SystemProcessTable(),
                TimeProvider.System
            ).OpenForReading();
            return Of(reader);
        }
        catch (StateException fault) when (fault.ErrorId == "StateNotFound")
        {
            return null;
        }
    }

    public static StateSnapshot Of(IStateReader reader) =>
        new(
            reader.ReadStatus(),
            [.. reader.ReadJobs(new JobQuery())],
            [.. reader.ReadAttempts(new JobQuery())],
            reader.ReadPasses(new PassQuery { AllRuns = true })
        );

    /// <summary>The attempts that were in flight.</summary>
    public IEnumerable<OrchestratorAttempt> Open =>
        Attempts.Where(attempt => attempt.EndedAt is null);

    /// <summary>The last job in file order that has an attempt to come in this pass, or null.</summary>
    public string? LastDue =>
        Jobs.LastOrDefault(job =>
            job.Status is JobStatus.Pending or JobStatus.Retrying or JobStatus.Claimed
        ).JobId;
}
