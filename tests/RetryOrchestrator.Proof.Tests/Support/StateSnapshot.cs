using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>All that a state says, at one moment.</summary>
internal sealed record StateSnapshot(
    OrchestratorStatus Status,
    IReadOnlyList<OrchestratorJob> Jobs,
    IReadOnlyList<OrchestratorAttempt> Attempts,
    IReadOnlyList<RetryPassSummary> Passes
)
{
    public static StateSnapshot Of(IStateReader reader) =>
        new(
            reader.ReadStatus(),
            [.. reader.ReadJobs(new JobQuery())],
            [.. reader.ReadAttempts(new JobQuery())],
            reader.ReadPasses(new PassQuery { AllRuns = true })
        );

    /// <summary>The attempts that were in flight.</summary>
    public IEnumerable<(string JobId, int Number)> Open =>
        Attempts.Where(attempt => attempt.EndedAt is null).Select(a => (a.JobId, a.Number));

    /// <summary>The last job in file order that has an attempt to come in this pass, or null.</summary>
    public string? LastDue =>
        Jobs.LastOrDefault(job =>
            job.Status is JobStatus.Pending or JobStatus.Retrying or JobStatus.Claimed
        )?.JobId;
}
