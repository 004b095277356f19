using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>What the state says, read at one moment after a command.</summary>
internal sealed class ModelState(IStateReader reader)
{
    private static readonly JobQuery All = new() { IncludeUnlisted = true };

    private readonly OrchestratorStatus _status = reader.ReadStatus();
    private readonly List<OrchestratorJob> _jobs = reader.ReadJobs(All).ToList();
    private readonly List<OrchestratorAttempt> _attempts = reader.ReadAttempts(All).ToList();
    private readonly IReadOnlyList<RetryPassSummary> _passes = reader.ReadPasses(
        new PassQuery { AllRuns = true }
    );

    /// <summary>Attempts whose jobs were reset while their pass was open.</summary>
    public IReadOnlySet<(string JobId, int Number)> Forgotten { get; init; } =
        new HashSet<(string JobId, int Number)>();

    /// <summary>The pass in which the last run was cut off or stopped, or null.</summary>
    public (long RunId, int Pass)? OpenPass =>
        _status.RunId is { } run
        && _status.State is not (RunState.Completed or RunState.NotStarted)
        && !_passes.Any(pass =>
            (pass.RunId, pass.Pass) == (run, _status.Pass) && pass.Result != PassResult.Cancelled
        )
            ? (run, _status.Pass)
            : null;

    /// <summary>The jobs are the oracle's, and what is counted adds up.</summary>
    public void AssertIsThatOf(Oracle oracle)
    {
        Assert.Equal(
            oracle
                .Known.Select(job =>
                    (job.Id, oracle.Listed.Contains(job), job.Status, job.Attempts, job.Counted)
                )
                .Order(),
            _jobs
                .Select(job => (job.JobId, job.Listed, job.Status, HistoryOf(job), job.Attempts))
                .Order()
        );
        Assert.Equal(Enum.GetValues<JobStatus>().Select(CountOf), Counts(_status));
        foreach (var pass in _passes)
        {
            Assert.Equal(Tally(pass), Numbers(pass));
        }
    }

    private int HistoryOf(OrchestratorJob job) =>
        _attempts.Count(attempt => attempt.JobId == job.JobId);

    private int CountOf(JobStatus status) => _jobs.Count(job => job.Listed && job.Status == status);

    private static int[] Counts(OrchestratorStatus status) =>
        [
            status.Pending,
            status.Claimed,
            status.Succeeded,
            status.Retrying,
            status.Failed,
            status.Skipped,
            status.Uncertain,
        ];

    private static int[] Numbers(RetryPassSummary pass) =>
        [
            pass.Succeeded,
            pass.FailedAccount,
            pass.FailedInput,
            pass.FailedInfrastructure,
            pass.FailedUnknown,
            pass.Cancelled,
            pass.Uncertain,
        ];

    // The numbers of a pass, from the history: what a stop cancelled counts until the pass is resumed,
    // where it is attempted again, is skipped, or is no longer listed.
    private int[] Tally(RetryPassSummary pass)
    {
        var attempts = _attempts
            .Where(attempt => (attempt.RunId, attempt.Pass) == (pass.RunId, pass.Pass))
            .ToList();
        var last = attempts.ToLookup(attempt => attempt.JobId, attempt => attempt.Number);
        var endings = attempts
            .Where(attempt =>
                attempt.Outcome != AttemptOutcome.Cancelled
                || attempt.Number == last[attempt.JobId].Max()
            )
            .Where(attempt => attempt.GivenBack is null)
            .Where(attempt => !Forgotten.Contains((attempt.JobId, attempt.Number)))
            .ToList();
        var cancelled = endings.FindAll(end => end.Outcome == AttemptOutcome.Cancelled);
        int Failed(FailureCategory category) =>
            endings.Count(end =>
                end.Outcome is AttemptOutcome.Failed or AttemptOutcome.Interrupted
                && end.Category == category
            );
        return
        [
            endings.Count(end => end.Outcome == AttemptOutcome.Success),
            Failed(FailureCategory.Account),
            Failed(FailureCategory.Input),
            Failed(FailureCategory.Infrastructure),
            Failed(FailureCategory.Unknown),
            pass.Result == PassResult.Cancelled
                ? Math.Clamp(pass.Cancelled, cancelled.Count(IsDue), cancelled.Count)
                : 0,
            endings.Count(end => end.Outcome == AttemptOutcome.Uncertain),
        ];
    }

    private bool IsDue(OrchestratorAttempt attempt) =>
        _jobs.Exists(job =>
            job.JobId == attempt.JobId && job is { Listed: true, Status: not JobStatus.Skipped }
        );
}
