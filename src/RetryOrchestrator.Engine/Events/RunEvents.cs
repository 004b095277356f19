using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Events;

/// <summary>
/// Something that happened in a run. An event exists only after its fact is stored.
/// </summary>
/// <param name="At">When, UTC.</param>
public abstract record RunEvent(DateTimeOffset At);

/// <summary>The run is open and its list taken in.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Run">The run, fresh or resumed.</param>
/// <param name="Intake">What taking in the list changed; null when the list is the one taken in before.</param>
/// <param name="Jobs">Where all jobs stand.</param>
/// <param name="LeftoversEnded">Processes of a dead run that were ended.</param>
public sealed record RunOpened(
    DateTimeOffset At,
    OpenedRun Run,
    IntakeCounts? Intake,
    JobTally Jobs,
    int LeftoversEnded
) : RunEvent(At)
{
    /// <summary>Attempts of a dead run that were cut off after their point of no return.</summary>
    public int CutOffPastCheckpoint { get; init; }
}

/// <summary>A pass begins or is taken up again.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Pass">From 1.</param>
/// <param name="MaxPasses">The limit.</param>
/// <param name="Due">Jobs it will attempt now.</param>
/// <param name="Resumed">Whether it was cut off before.</param>
public sealed record PassStarted(DateTimeOffset At, int Pass, int MaxPasses, int Due, bool Resumed)
    : RunEvent(At);

/// <summary>
/// Attempts that ended and attempts whose turn has come, all of it durable. A short one may be
/// among both.
/// </summary>
/// <param name="At">When, UTC.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Ended">Those that ended.</param>
/// <param name="Started">Those that start now.</param>
/// <param name="Numbers">The numbers after it.</param>
public sealed record AttemptsMoved(
    DateTimeOffset At,
    int Pass,
    IReadOnlyList<EndedAttempt> Ended,
    IReadOnlyList<StartedAttempt> Started,
    RunNumbers Numbers
) : RunEvent(At);

/// <summary>An attempt that was claimed and that its worker runs now.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Number">Which attempt of the job.</param>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="Account">The job's account, or null.</param>
/// <param name="Device">The device the job names, or null.</param>
public sealed record StartedAttempt(
    string JobId,
    int Number,
    int Worker,
    string? Account,
    string? Device
);

/// <summary>An attempt that ended.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Number">Which attempt of the job.</param>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">Why, when it failed.</param>
/// <param name="Status">What became of the job.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Reason">Why it is tried again or not, in words; null on success.</param>
public sealed record EndedAttempt(
    string JobId,
    int Number,
    int Worker,
    AttemptOutcome Outcome,
    Failure? Failure,
    JobStatus Status,
    TimeSpan Duration,
    string? Reason
);

/// <summary>A stop was heard while attempts are at work.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="AtWork">Jobs at work, at least 1.</param>
/// <param name="Grace">How long they are given to end by themselves.</param>
internal sealed record StopBegan(DateTimeOffset At, int AtWork, TimeSpan Grace) : RunEvent(At);

/// <summary>An attempt had left processes at work when it came to its end.</summary>
/// <param name="At">When that was seen, UTC.</param>
/// <param name="Left">What it left.</param>
internal sealed record LeftoversFound(DateTimeOffset At, AttemptLeftovers Left) : RunEvent(At);

/// <summary>It was asked about jobs that were uncertain, and the answers are stored.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Jobs">The jobs, with the answers.</param>
internal sealed record JobsVerified(DateTimeOffset At, IReadOnlyList<VerifiedJob> Jobs)
    : RunEvent(At);

/// <summary>A guard did something, and it is stored.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Act">What, and why.</param>
internal sealed record GuardActed(DateTimeOffset At, OrchestratorGuardAct Act) : RunEvent(At);

/// <summary>A pass ended and its summary is stored.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Summary">The pass.</param>
public sealed record PassEnded(DateTimeOffset At, RetryPassSummary Summary) : RunEvent(At);

/// <summary>The wait between passes began.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Seconds">How long it will take, in whole seconds.</param>
/// <param name="NextPass">The pass it waits for.</param>
internal sealed record WaitStarted(DateTimeOffset At, int Seconds, int NextPass) : RunEvent(At);

/// <summary>A second of the wait passed.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Remaining">Seconds left, at least 1.</param>
/// <param name="Seconds">How long the wait is.</param>
/// <param name="NextPass">The pass it waits for.</param>
public sealed record WaitTicked(DateTimeOffset At, int Remaining, int Seconds, int NextPass)
    : RunEvent(At);

/// <summary>The wait ended.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Cancelled">True when a stop ended it, false when its time was up.</param>
/// <param name="NextPass">The pass it waited for.</param>
public sealed record WaitEnded(DateTimeOffset At, bool Cancelled, int NextPass) : RunEvent(At);

/// <summary>Something the operator should know and that does not stop the run.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Message">What, and what to do about it.</param>
public sealed record WarningRaised(DateTimeOffset At, string Message) : RunEvent(At);
