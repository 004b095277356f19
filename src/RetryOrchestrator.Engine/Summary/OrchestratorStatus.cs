namespace RetryOrchestrator.Engine.Summary;

/// <summary>What a run is doing.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum RunState : long
{
    /// <summary>No run yet.</summary>
    NotStarted,

    /// <summary>In a pass, its process alive.</summary>
    Running,

    /// <summary>Between passes, its process alive.</summary>
    Waiting,

    /// <summary>Stopped by the operator; the next start resumes it.</summary>
    Stopped,

    /// <summary>Its process died; the next start resumes it.</summary>
    Interrupted,

    /// <summary>Over; jobs may be due in the next one.</summary>
    Completed,
}

/// <summary>One look at the state: everything in it was true at one moment.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorStatus
{
    /// <summary>The status of a state in which nothing has been run.</summary>
    public OrchestratorStatus() { }

    /// <summary>The state's file.</summary>
    public required string StatePath
    {
        get;
        init => field = Safe.Name(value)!;
    }

    /// <summary>The last run, or null before the first.</summary>
    public long? RunId { get; init; }

    /// <summary>What it is doing.</summary>
    public RunState State { get; init; }

    /// <summary>
    /// The same in words, with what is due: <c>ENDED: max passes (2) reached, 1 job still due in the
    /// next run</c>.
    /// </summary>
    public string NextAction => StatusAction.Of(this);

    /// <summary>Its current or last pass; 0 before the first.</summary>
    public int Pass { get; init; }

    /// <summary>Its limit; 0 before the first run.</summary>
    public int MaxPasses { get; init; }

    /// <summary>Jobs of the list.</summary>
    public int Total { get; init; }

    /// <summary>Not attempted yet.</summary>
    public int Pending { get; init; }

    /// <summary>With a worker.</summary>
    public int Claimed { get; init; }

    /// <summary>Done.</summary>
    public int Succeeded { get; init; }

    /// <summary>Failed and due again.</summary>
    public int Retrying { get; init; }

    /// <summary>Failed and not tried again.</summary>
    public int Failed { get; init; }

    /// <summary>Not attempted, with a reason.</summary>
    public int Skipped { get; init; }

    /// <summary>May have been done, and nobody knows: not tried again by itself.</summary>
    public int Uncertain { get; init; }

    /// <summary>
    /// Jobs put off in its current or last pass, because no means to attempt them could be had (their
    /// device was away, say).
    /// </summary>
    public int Deferred { get; init; }

    /// <summary>Jobs that succeeded only on a retry, in the passes of the last run so far.</summary>
    public int SucceededOnRetry { get; init; }

    /// <summary>What that cost: how long the failed attempts of those jobs took.</summary>
    public TimeSpan RetryTime { get; init; }

    /// <summary>The same in seconds, for exports.</summary>
    public double RetrySeconds => Exact.Seconds(RetryTime);

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string RetrySecondsText => Exact.Number(RetrySeconds);

    /// <summary>Of Failed: because of the account.</summary>
    public int FailedAccount { get; init; }

    /// <summary>Of Failed: on infrastructure.</summary>
    public int FailedInfrastructure { get; init; }

    /// <summary>Of Failed: for a reason no rule knows.</summary>
    public int FailedUnknown { get; init; }

    /// <summary>Of Failed: on the job's own data.</summary>
    public int FailedInput { get; init; }

    /// <summary>In the last run: processes that attempts had left at work and that were ended.</summary>
    public int LeftoversEnded { get; init; }

    /// <summary>
    /// In the last run: processes that jobs which succeeded had left at work and that are left alone.
    /// </summary>
    public int LeftAtWork { get; init; }

    /// <summary>Succeeded of Total, 0 to 100, rounded to one decimal; 100 means all.</summary>
    public double SuccessRate { get; init; }

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string SuccessRateText => Exact.Number(SuccessRate);

    /// <summary>When the run was first started, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? StartedAtUtc => Exact.Utc(StartedAt);

    /// <summary>When the state last changed, UTC.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? UpdatedAtUtc => Exact.Utc(UpdatedAt);

    /// <summary>When the next pass starts, while the run waits.</summary>
    public DateTimeOffset? NextPassAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? NextPassAtUtc => Exact.Utc(NextPassAt);

    /// <summary>The process of the last run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Its machine.</summary>
    public string? HostName
    {
        get;
        init => field = Safe.Name(value);
    }

    /// <summary>One for each busy worker, in order.</summary>
    public IReadOnlyList<WorkerActivity> Workers { get; init; } = [];

    /// <summary>Devices to which a run that is live on this machine gives no job for now.</summary>
    public IReadOnlyList<SetAsideDevice> SetAside { get; init; } = [];

    /// <summary>
    /// What guards did in the last run and why, oldest first: workers and devices set aside and back
    /// in use, holds, jobs found guilty. The last hundred.
    /// </summary>
    public IReadOnlyList<OrchestratorGuardAct> Guards { get; init; } = [];

    /// <summary>How long the last run has held because nothing worked, all its holds together.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>The same in seconds, for exports.</summary>
    public double HeldSeconds => Exact.Seconds(Held);

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string HeldSecondsText => Exact.Number(HeldSeconds);

    /// <summary>Since when the run holds, UTC; null while it does not.</summary>
    public DateTimeOffset? HoldingSince { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? HoldingSinceUtc => Exact.Utc(HoldingSince);

    /// <summary>The settings the last run was started with.</summary>
    public IReadOnlyList<EffectiveSetting> Configuration { get; init; } = [];

    /// <summary>The status of jobs that no run was started for.</summary>
    /// <param name="statePath">The state's file; it need not exist.</param>
    /// <param name="jobs">Where they stand.</param>
    public static OrchestratorStatus Of(string statePath, JobTally jobs) =>
        new()
        {
            StatePath = statePath,
            Total = jobs.Total,
            Pending = jobs.Pending,
            Claimed = jobs.Claimed,
            Succeeded = jobs.Succeeded,
            Retrying = jobs.Retrying,
            Failed = jobs.Failed,
            Skipped = jobs.Skipped,
            Uncertain = jobs.Uncertain,
            FailedAccount = jobs.FailedAccount,
            FailedInfrastructure = jobs.FailedInfrastructure,
            FailedUnknown = jobs.FailedUnknown,
            FailedInput = jobs.FailedInput,
            SuccessRate = Summary.SuccessRate.Of(jobs.Succeeded, jobs.Total),
        };
}

/// <summary>What a worker is busy with.</summary>
/// <param name="Id">The worker, from 1.</param>
/// <param name="JobId">The job.</param>
/// <param name="Device">The device it has, of a run that is live on this machine; else the one the job names, or null.</param>
/// <param name="Since">When it claimed the job, UTC.</param>
public readonly record struct WorkerActivity(
    int Id,
    string JobId,
    string? Device,
    DateTimeOffset Since
)
{
    /// <summary>The job.</summary>
    public string JobId { get; init; } = Safe.Name(JobId)!;

    /// <summary>The device it has, of a run that is live on this machine; else the one the job names, or null.</summary>
    public string? Device { get; init; } = Safe.Name(Device);

    /// <summary>In one line: <c>1: video-7 on emulator-5554</c>.</summary>
    public override string ToString() =>
        Device is null ? $"{Id}: {JobId}" : $"{Id}: {JobId} on {Device}";
}

/// <summary>A device to which a run gives no job for now.</summary>
/// <param name="Serial">What adb calls it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Since">Since when, UTC.</param>
public readonly record struct SetAsideDevice(string Serial, string Reason, DateTimeOffset Since)
{
    /// <summary>What adb calls it.</summary>
    public string Serial { get; init; } = Safe.Name(Serial)!;

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = Safe.Text(Reason)!;

    /// <summary>Serial and reason.</summary>
    public override string ToString() => $"{Serial}: {Reason}";
}
