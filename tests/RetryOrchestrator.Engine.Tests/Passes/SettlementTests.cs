using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Passes;

public class SettlementTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);

    [Fact]
    public void Success_ends_the_job_and_counts_the_attempt()
    {
        var settlement = Settle(AttemptOutcome.Success);

        Assert.Equal(JobStatus.Success, settlement.End.Status);
        Assert.Equal(new JobCounters(3, 2, 2, 1), settlement.End.Counters);
        Assert.Null(settlement.Reason);
    }

    [Theory]
    [InlineData(JobStatus.Pending)]
    [InlineData(JobStatus.Retrying)]
    public void A_cancelled_attempt_leaves_the_job_as_it_was_and_does_not_count(JobStatus before)
    {
        var settlement = Settle(AttemptOutcome.Cancelled, null, before);

        Assert.Equal(before, settlement.End.Status);
        Assert.Equal(2, settlement.End.DuePass);
        Assert.Equal(new JobCounters(3, 1, 1, 1), settlement.End.Counters);
    }

    [Fact]
    public void A_deferred_attempt_does_not_count_and_is_due_in_the_next_pass()
    {
        var settlement = Settle(AttemptOutcome.Deferred);

        Assert.Equal(JobStatus.Retrying, settlement.End.Status);
        Assert.Equal(3, settlement.End.DuePass);
        Assert.Equal(new JobCounters(3, 1, 1, 1), settlement.End.Counters);
    }

    [Fact]
    public void An_attempt_under_which_the_process_died_costs_nothing_and_makes_a_suspect()
    {
        var settlement = Settle(AttemptOutcome.Interrupted, FailureCategory.Infrastructure);

        Assert.Equal(JobStatus.Pending, settlement.End.Status);
        Assert.Equal(2, settlement.End.DuePass);
        Assert.Equal(new JobCounters(3, 1, 1, 1), settlement.End.Counters);
        Assert.Equal(new JobSuspicion(true, 1), settlement.End.Suspicion);
        Assert.NotNull(settlement.End.GivenBack);
    }

    [Theory]
    [InlineData(AttemptOutcome.Failed)]
    [InlineData(AttemptOutcome.Interrupted)]
    public void An_infrastructure_failure_is_due_in_the_next_pass_and_its_retry_is_counted(
        AttemptOutcome outcome
    )
    {
        var settlement = Settle(
            outcome,
            FailureCategory.Infrastructure,
            options: new OrchestratorOptions { GuardAgainstPoison = false }
        );

        Assert.Equal(JobStatus.Retrying, settlement.End.Status);
        Assert.Equal(3, settlement.End.DuePass);
        Assert.Equal(new JobCounters(3, 2, 2, 2), settlement.End.Counters);
        Assert.Equal("due again in pass 3", settlement.Reason);
    }

    [Fact]
    public void After_the_last_pass_no_further_one_is_promised()
    {
        var settlement = Settlement.Of(
            1,
            new StoredJob(1, new Job("a", new JobColumns([])), JobStatus.Pending, default),
            new AttemptVerdict(
                AttemptOutcome.Failed,
                new Failure(FailureCategory.Infrastructure, "x", "y")
            ),
            2,
            new OrchestratorOptions { MaxPasses = 2 },
            default
        );

        Assert.Equal(JobStatus.Retrying, settlement.End.Status);
        Assert.Equal("due again in the next run: this was the last pass", settlement.Reason);
    }

    [Fact]
    public void An_unknown_failure_uses_up_no_infrastructure_retry()
    {
        var settlement = Settle(AttemptOutcome.Failed, FailureCategory.Unknown);

        Assert.Equal(new JobCounters(3, 2, 2, 1), settlement.End.Counters);
    }

    [Fact]
    public void An_account_failure_stops_the_account_and_names_the_job()
    {
        var settlement = Settle(AttemptOutcome.Failed, FailureCategory.Account);

        Assert.Equal(JobStatus.Failed, settlement.End.Status);
        Assert.Equal(
            new AccountStop("ann", "account 'ann' failed in job 'v1' (some_type)"),
            settlement.Stop
        );
    }

    [Fact]
    public void An_account_failure_stops_nothing_when_told_to_continue()
    {
        var settlement = Settle(
            AttemptOutcome.Failed,
            FailureCategory.Account,
            options: new OrchestratorOptions { ContinueOnAccountFailure = true }
        );

        Assert.Null(settlement.Stop);
    }

    [Fact]
    public void An_account_failure_of_a_job_without_account_stops_nothing()
    {
        var settlement = Settle(AttemptOutcome.Failed, FailureCategory.Account, account: " ");

        Assert.Null(settlement.Stop);
    }

    [Fact]
    public void The_reason_for_giving_up_is_said()
    {
        var settlement = Settle(
            AttemptOutcome.Failed,
            FailureCategory.Infrastructure,
            options: new OrchestratorOptions { InfrastructureRetryLimit = 1 }
        );

        Assert.Equal(JobStatus.Failed, settlement.End.Status);
        Assert.Equal("its one infrastructure retry is used up", settlement.Reason);
    }

    private static Settlement Settle(
        AttemptOutcome outcome,
        FailureCategory? category = null,
        JobStatus before = JobStatus.Pending,
        OrchestratorOptions? options = null,
        string account = "ann"
    )
    {
        var columns = new JobColumns([new("job_id", "v1"), new("account", account)]);
        var job = new StoredJob(7, new Job("v1", columns), before, new JobCounters(2, 1, 1, 1));
        var failure = category is { } known ? new Failure(known, "some_type", "message") : null;
        return Settlement.Of(
            42,
            job,
            new AttemptVerdict(outcome, failure),
            2,
            options ?? new OrchestratorOptions(),
            At
        );
    }
}
