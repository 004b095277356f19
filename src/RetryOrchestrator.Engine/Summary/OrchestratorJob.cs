using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Summary;

/// <summary>A job as it stands in the state.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorJob
{
    /// <summary>A job that is listed.</summary>
    public OrchestratorJob() { }

    /// <summary>The job's id.</summary>
    public required string JobId
    {
        get;
        init => field = Safe.Name(value)!;
    }

    /// <summary>Its account, or null.</summary>
    public string? Account
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>Its device, or null.</summary>
    public string? Device
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>Where it stands.</summary>
    public JobStatus Status { get; init; }

    /// <summary>
    /// When a job that is pending or retrying is attempted next: <c>pass 3</c>, or <c>next run</c>
    /// once the last run is over or has no pass left for it, and before the first; null for every
    /// other job.
    /// </summary>
    public string? DueIn { get; init; }

    /// <summary>Counted attempts over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The category of its last failure; null when it never failed or has succeeded since.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>The type of that failure.</summary>
    public string? FailureType
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>The message of that failure, or why it was skipped.</summary>
    public string? LastError
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>The exit code that stands beside <see cref="LastError"/>; null without a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended that program, where it is known that one did.</summary>
    public int? Signal { get; init; }

    /// <summary>The pass of its last attempt.</summary>
    public int? Pass { get; init; }

    /// <summary>The worker of its last attempt.</summary>
    public int? Worker { get; init; }

    /// <summary>When its last attempt was claimed, UTC.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? ClaimedAtUtc => Exact.Utc(ClaimedAt);

    /// <summary>When its last attempt ended, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? CompletedAtUtc => Exact.Utc(CompletedAt);

    /// <summary>False when the job is no longer in the list.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Whether it succeeded, but had failed before in the same run.</summary>
    public bool SucceededOnRetry { get; init; }

    /// <summary>
    /// Whether it is a suspect: the process died under it, so that it runs last in its pass, with
    /// nothing else at work.
    /// </summary>
    public bool Suspect { get; init; }

    /// <summary>How often the process died under it, since it was last reset.</summary>
    public int Deaths { get; init; }
}

/// <summary>One attempt of the history.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorAttempt
{
    /// <summary>The job.</summary>
    public required string JobId
    {
        get;
        init => field = Safe.Name(value)!;
    }

    /// <summary>Which attempt of the job, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The run.</summary>
    public long RunId { get; init; }

    /// <summary>The pass.</summary>
    public int Pass { get; init; }

    /// <summary>The worker.</summary>
    public int Worker { get; init; }

    /// <summary>When it was claimed, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string StartedAtUtc => Exact.Utc(StartedAt);

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? EndedAtUtc => Exact.Utc(EndedAt);

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <summary>The same in seconds, for exports: ConvertTo-Json writes a TimeSpan in ten parts.</summary>
    public double? DurationSeconds => Duration is { } duration ? Exact.Seconds(duration) : null;

    /// <summary>The same as invariant text, for exports: <c>41.25</c>.</summary>
    public string? DurationSecondsText =>
        DurationSeconds is { } seconds ? Exact.Number(seconds) : null;

    /// <summary>How it ended; null while it runs.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>The category, when it failed.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>The type, when it failed.</summary>
    public string? FailureType
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>The message, when it failed.</summary>
    public string? Message
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>
    /// Why it is what it is, in one line: its message, what it was about to do and what was answered to
    /// that, and why it counts against nobody. Empty when there is nothing to say.
    /// </summary>
    public string Note => AttemptNote.Of(this);

    /// <summary>The program's exit code, when it failed; null without a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program, where it is known that one did.</summary>
    public int? Signal { get; init; }

    /// <summary>
    /// How many processes it had left at work when it came to its end: ended, unless it succeeded and
    /// they are left alone.
    /// </summary>
    public int Leftovers { get; init; }

    /// <summary>What it had said that it was about to do, if it did not succeed after that; else null.</summary>
    public string? Checkpoint
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>What was answered to the question whether that happened; null: nobody was asked.</summary>
    public Verification? Verification { get; init; }

    /// <summary>What was said with that answer, or why there was none.</summary>
    public string? VerificationNote
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>The rule that decided the category.</summary>
    public string? Rule
    {
        get;
        init => field = Safe.Text(value);
    }

    /// <summary>Why the attempt does not count against the job; null when it does.</summary>
    public string? GivenBack
    {
        get;
        init => field = Safe.Text(value);
    }
}
