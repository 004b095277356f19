namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// One pass, as it is shown, stored and exported: flat and scalar. Numbers without "Run" in the
/// name are of this pass alone.
/// </summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct RetryPassSummary
{
    /// <summary>The run, from 1.</summary>
    public required long RunId { get; init; }

    /// <summary>The pass, from 1.</summary>
    public required int Pass { get; init; }

    /// <summary>The limit the pass ran under.</summary>
    public required int MaxPasses { get; init; }

    /// <summary>Jobs whose attempt came to an end.</summary>
    public int Processed { get; init; }

    /// <summary>Jobs that succeeded.</summary>
    public int Succeeded { get; init; }

    /// <summary>Jobs that failed, all categories: with Succeeded and Uncertain they make Processed.</summary>
    public int Failed => FailedAccount + FailedInfrastructure + FailedUnknown + FailedInput;

    /// <summary>Jobs that failed because of the account.</summary>
    public int FailedAccount { get; init; }

    /// <summary>Jobs that failed on infrastructure.</summary>
    public int FailedInfrastructure { get; init; }

    /// <summary>Jobs that failed for a reason no rule knows.</summary>
    public int FailedUnknown { get; init; }

    /// <summary>Jobs that failed on their own data.</summary>
    public int FailedInput { get; init; }

    /// <summary>
    /// Jobs that may have been done and that nobody knows of: their attempt ended after its point of
    /// no return without an outcome.
    /// </summary>
    public int Uncertain { get; init; }

    /// <summary>Of Succeeded: jobs that had failed before in this run.</summary>
    public int SucceededOnRetry { get; init; }

    /// <summary>What that cost: how long the failed attempts of those jobs in this run took.</summary>
    public TimeSpan RetryTime { get; init; }

    /// <summary>The same in seconds, for exports.</summary>
    public double RetrySeconds => Exact.Seconds(RetryTime);

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string RetrySecondsText => Exact.Number(RetrySeconds);

    /// <summary>Jobs skipped after an account failure.</summary>
    public int Skipped { get; init; }

    /// <summary>
    /// Jobs whose last attempt in the pass the operator's stop ended. Once the pass is resumed they
    /// count as what they then came to.
    /// </summary>
    public int Cancelled { get; init; }

    /// <summary>
    /// Jobs put off to the next pass, because no means to attempt them could be had (their device was
    /// away, say); not in Processed.
    /// </summary>
    public int Deferred { get; init; }

    /// <summary>Processes that attempts had left at work and that were ended.</summary>
    public int LeftoversEnded { get; init; }

    /// <summary>Processes that jobs which succeeded left at work and that are left alone.</summary>
    public int LeftAtWork { get; init; }

    /// <summary>
    /// Succeeded of Processed, 0 to 100, cut (not rounded) to one decimal, so that 100 means all.
    /// 0 when nothing was processed.
    /// </summary>
    public double SuccessRate { get; init; }

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string SuccessRateText => Exact.Number(SuccessRate);

    /// <summary>When the pass first started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string StartedAtUtc => Exact.Utc(StartedAt);

    /// <summary>When the pass last ended, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string EndedAtUtc => Exact.Utc(EndedAt);

    /// <summary>Time at work; the time a cut-off run lay still does not count.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The same in seconds, for exports: ConvertTo-Json writes a TimeSpan in ten parts.</summary>
    public double DurationSeconds => Exact.Seconds(Duration);

    /// <summary>The same as invariant text, for exports: <c>41.25</c>.</summary>
    public string DurationSecondsText => Exact.Number(DurationSeconds);

    /// <summary>How it ended.</summary>
    public required PassResult Result { get; init; }

    /// <summary>Jobs that the next pass of this run will take; 0 when there is none.</summary>
    public int WillRetry { get; init; }

    /// <summary>What happens now, in words: COMPLETE, CONTINUING, STOPPING or CANCELLED and why.</summary>
    public required string NextAction { get; init; }

    /// <summary>Jobs of the list that have succeeded so far, in this run or an earlier one.</summary>
    public int RunSucceeded { get; init; }

    /// <summary>Jobs of the list that are uncertain now.</summary>
    public int RunUncertain { get; init; }

    /// <summary>Jobs that succeeded on a retry in the passes of this run so far.</summary>
    public int RunSucceededOnRetry { get; init; }

    /// <summary>What that cost in the passes of this run so far.</summary>
    public TimeSpan RunRetryTime { get; init; }

    /// <summary>The same in seconds, for exports.</summary>
    public double RunRetrySeconds => Exact.Seconds(RunRetryTime);

    /// <summary>The same as invariant text, for exports: <c>62.5</c>.</summary>
    public string RunRetrySecondsText => Exact.Number(RunRetrySeconds);

    /// <summary>Jobs of the list.</summary>
    public int RunTotal { get; init; }

    /// <summary>Attempts that count against no job, because another was to blame: a broken worker, an outage, the death of the process.</summary>
    public int GivenBack { get; init; }

    /// <summary>What guards did in the pass, in words; null when nothing.</summary>
    public string? Guards { get; init; }
}
