using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>A claim, which is durable, and the worker it is for.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Job">The job as it stood before.</param>
/// <param name="Place">Where the store finds it again.</param>
/// <param name="Worker">The worker it is for.</param>
/// <param name="At">When it was claimed, UTC.</param>
internal sealed record ClaimedAttempt(
    long Id,
    StoredJob Job,
    int Place,
    Worker Worker,
    DateTimeOffset At
)
{
    public int Number => Job.Counters.AllAttempts + 1;

    /// <summary>Whether nothing else is at work beside it.</summary>
    public bool RunsAlone { get; init; }

    /// <summary>How many of its worker's reports were known when it was given.</summary>
    public long Known { get; set; }

    /// <summary>Whether anybody was told that its turn has come.</summary>
    public bool IsTold { get; set; }

    /// <summary>A claim that the store handed out.</summary>
    public static ClaimedAttempt Of(Claim claim, Worker worker) =>
        new(claim.AttemptId, claim.Job, claim.Place, worker, claim.At)
        {
            RunsAlone = claim.RunsAlone,
        };

    public ClaimWithdrawal Withdrawal => new(Id, Job.Key);

    public StartedAttempt Describe() =>
        new(Job.Job.Id, Number, Worker.Number, Job.Job.Account, Job.Job.Device);

    public Attempt ToAttempt(
        long runId,
        int pass,
        string baseDirectory,
        RunArtifacts artifacts,
        string stateIdentity,
        string sitting,
        Checkpoints? checkpoints = null
    )
    {
        var own = artifacts.Of(Job.Job.Id, Number);
        return new()
        {
            Id = Id,
            Job = Job.Job.ResolvedAgainst(baseDirectory),
            RunId = runId,
            Pass = pass,
            Worker = Worker.Number,
            Number = Number,
            CountedBefore = Job.Counters.Counted,
            ArtifactFolder = own.Folder,
            Artifacts = own,
            CheckpointPath = checkpoints?.PathOf(stateIdentity, Id),
            Token = AttemptToken.Of(sitting, Id),
        };
    }
}

/// <summary>An attempt that ended, and what that makes of its job.</summary>
internal sealed record SettledAttempt(
    ClaimedAttempt Claimed,
    Settlement Settlement,
    TimeSpan Duration
)
{
    /// <summary>What it ran on: its device, where it was given one, else its worker.</summary>
    public required Slot Slot { get; init; }

    public EndedAttempt Describe() =>
        new(
            Claimed.Job.Job.Id,
            Claimed.Number,
            Claimed.Worker.Number,
            Settlement.End.Outcome,
            Settlement.End.Failure,
            Settlement.End.Status,
            Duration,
            Settlement.Reason
        );
}
