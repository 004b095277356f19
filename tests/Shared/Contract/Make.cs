using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Tests.Contract;

/// <summary>Short ways to the records that tests need by the dozen.</summary>
public static class Make
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static JobRow Row(string id, string? account = null, params (string, string)[] more)
    {
        var columns = new List<KeyValuePair<string, string>> { new("job_id", id) };
        if (account is not null)
        {
            columns.Add(new("account", account));
        }

        columns.AddRange(more.Select(column => KeyValuePair.Create(column.Item1, column.Item2)));
        return new JobRow(new Job(id, new JobColumns(columns)));
    }

    public static Failure Failure(FailureCategory category, string message = "it failed") =>
        new(category, "some_type", message, "some rule");

    public static AttemptStart Claim(long attempt, long job, int worker = 1, int number = 1) =>
        new(attempt, job, number, worker, Start.AddMinutes(attempt));

    public static AttemptEnd Success(long attempt, long job) =>
        new(
            attempt,
            job,
            AttemptOutcome.Success,
            null,
            JobStatus.Success,
            0,
            new JobCounters(1, 1, 1, 0),
            Start.AddMinutes(attempt).AddSeconds(30)
        );

    public static AttemptEnd Failed(
        long attempt,
        long job,
        FailureCategory category,
        JobStatus status = JobStatus.Failed,
        int duePass = 2
    ) =>
        new(
            attempt,
            job,
            AttemptOutcome.Failed,
            Failure(category),
            status,
            duePass,
            new JobCounters(1, 1, 1, status == JobStatus.Retrying ? 1 : 0),
            Start.AddMinutes(attempt).AddSeconds(30)
        );

    public static AttemptEnd Ended(long attempt, long job, AttemptOutcome outcome) =>
        new(
            attempt,
            job,
            outcome,
            outcome == AttemptOutcome.Interrupted
                ? Engine.Outcomes.FailureClassifier.BuiltIn.Classify(
                    Engine.Outcomes.Failure.InterruptedEvidence
                )
                : null,
            outcome == AttemptOutcome.Interrupted ? JobStatus.Retrying : JobStatus.Pending,
            outcome == AttemptOutcome.Cancelled ? 1 : 2,
            new JobCounters(1, 0, 0, 0),
            Start.AddMinutes(attempt).AddSeconds(30)
        );

    public static RetryPassSummary Summary(
        long run,
        int pass,
        PassResult result,
        PassTally? tally = null
    ) =>
        new()
        {
            RunId = run,
            Pass = pass,
            MaxPasses = 5,
            Processed = tally?.Processed ?? 0,
            Succeeded = tally?.Succeeded ?? 0,
            FailedAccount = tally?.FailedAccount ?? 0,
            FailedInfrastructure = tally?.FailedInfrastructure ?? 0,
            FailedUnknown = tally?.FailedUnknown ?? 0,
            FailedInput = tally?.FailedInput ?? 0,
            Skipped = tally?.Skipped ?? 0,
            Cancelled = tally?.Cancelled ?? 0,
            SuccessRate = SuccessRate.Of(tally?.Succeeded ?? 0, tally?.Processed ?? 0),
            StartedAt = Start,
            EndedAt = Start.AddHours(1),
            Duration = TimeSpan.FromMinutes(61.5),
            Result = result,
            WillRetry = 2,
            NextAction = "what happens now",
            RunSucceeded = 7,
            RunTotal = 11,
        };

    public static RunTerms Terms(
        bool newJobsOnly = false,
        bool simulated = false,
        TimeSpan? retryDelay = null
    ) =>
        new()
        {
            NewJobsOnly = newJobsOnly,
            IsSimulated = simulated,
            MaxPasses = 9,
            RetryDelay = retryDelay ?? TimeSpan.Zero,
            SuspectsRunAlone = true,
            Settings = [new("MaxPasses", "9", SettingSource.File, "orchestrator.json")],
        };
}
