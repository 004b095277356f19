using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void A_claim_and_its_end_are_seen_in_job_history_and_numbers()
    {
        var store = OpenInPass("a", "b");
        var claimed = Claim(store, Make.Claim(1, 2, worker: 3));

        Assert.Equal(new JobTally { Pending = 1, Claimed = 1 }, claimed.Jobs);
        Assert.Equal((JobStatus.Claimed, 3, 1), (Job("b").Status, Job("b").Worker, Job("b").Pass));

        var ended = End(store, Make.Failed(1, 2, FailureCategory.Input));

        Assert.Equal(new JobTally { Pending = 1, FailedInput = 1 }, ended.Jobs);
        Assert.Equal(new PassTally { FailedInput = 1 }, ended.Pass);
        var job = Job("b");
        Assert.Equal(
            (JobStatus.Failed, 1, FailureCategory.Input, "some_type", "it failed"),
            (job.Status, job.Attempts, job.Category, job.FailureType, job.LastError)
        );
        Assert.Equal(Make.Start.AddMinutes(1), job.ClaimedAt);
        Assert.Equal(Make.Start.AddMinutes(1).AddSeconds(30), job.CompletedAt);
        Assert.Equal(
            new OrchestratorAttempt
            {
                JobId = "b",
                Number = 1,
                RunId = 1,
                Pass = 1,
                Worker = 3,
                StartedAt = Make.Start.AddMinutes(1),
                EndedAt = Make.Start.AddMinutes(1).AddSeconds(30),
                Outcome = AttemptOutcome.Failed,
                Category = FailureCategory.Input,
                FailureType = "some_type",
                Message = "it failed",
                Rule = "some rule",
            },
            Assert.Single(Reader.ReadAttempts(new JobQuery()))
        );
    }

    [Fact]
    public void What_attempts_left_at_work_stands_in_the_history_and_in_the_numbers_of_the_pass()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        store.Commit(
            NewCommit() with
            {
                Ended = [Make.Success(1, 1), Make.Failed(2, 2, FailureCategory.Input)],
                Leftovers = [new AttemptLeftovers(2, "b", 1, 3, AreEnded: true)],
            }
        );
        // What is left alone is found out a little later.
        var numbers = store.Commit(
            new RunCommit
            {
                At = Make.Start,
                PassDuration = TimeSpan.Zero,
                Leftovers = [new AttemptLeftovers(1, "a", 1, 2, AreEnded: false)],
            }
        );

        Assert.Equal((3, 2), (numbers.Pass.LeftoversEnded, numbers.Pass.LeftAtWork));
        var status = Reader.ReadStatus();
        Assert.Equal((3, 2), (status.LeftoversEnded, status.LeftAtWork));
        Assert.Equal(
            [2, 3],
            Reader.ReadAttempts(new JobQuery()).Select(attempt => attempt.Leftovers)
        );
    }

    [Fact]
    public void Success_forgets_the_last_failure()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        Claim(store, Make.Claim(2, 1, number: 2));
        End(store, Make.Success(2, 1));

        Assert.Equal(
            (null, null, null),
            (Job("a").Category, Job("a").FailureType, Job("a").LastError)
        );
        Assert.Equal([1, 2], Reader.ReadAttempts(new JobQuery()).Select(attempt => attempt.Number));
    }

    [Theory]
    [InlineData(AttemptOutcome.Cancelled)]
    [InlineData(AttemptOutcome.Deferred)]
    public void An_attempt_that_says_nothing_of_the_job_keeps_the_last_failure(
        AttemptOutcome outcome
    )
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        Claim(store, Make.Claim(2, 1, number: 2));
        var numbers = End(store, Make.Ended(2, 1, outcome) with { Status = JobStatus.Retrying });

        Assert.Equal(
            (JobStatus.Retrying, FailureCategory.Unknown),
            (Job("a").Status, Job("a").Category)
        );
        Assert.Equal(1, numbers.Pass.Processed);
        Assert.Equal(1, numbers.Pass.Cancelled + numbers.Pass.Deferred);
    }

    [Fact]
    public void An_account_stop_skips_what_is_due_of_that_account()
    {
        var store = OpenInPass(
            Make.Row("1", "x"),
            Make.Row("2", "x"),
            Make.Row("3", "X"),
            Make.Row("4", "x"),
            Make.Row("5"),
            Make.Row("6", "x")
        );
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2), Make.Claim(3, 4));
        var numbers = store.Commit(
            NewCommit() with
            {
                Ended =
                [
                    Make.Failed(1, 1, FailureCategory.Account),
                    Make.Failed(3, 4, FailureCategory.Unknown, JobStatus.Retrying),
                ],
                AccountStops = [new AccountStop("x", "account x failed in job 1")],
            }
        );

        // Job 4 had its attempt in this pass, and counts by what that came to.
        Assert.Equal((1, 1), (numbers.Pass.Skipped, numbers.Pass.FailedUnknown));
        Assert.Equal(
            new JobTally
            {
                Pending = 2,
                Claimed = 1,
                FailedAccount = 1,
                Skipped = 2,
            },
            numbers.Jobs
        );
        Assert.Equal(
            (JobStatus.Skipped, "account x failed in job 1"),
            (Job("6").Status, Job("6").LastError)
        );
        Assert.Equal([3, 5], store.ReadDue(1).Select(job => job.Key));
    }

    [Fact]
    public void Account_stops_come_before_the_claims_of_the_same_commit()
    {
        var store = OpenInPass(Make.Row("1", "x"));

        Assert.Throws<InvalidOperationException>(() =>
            store.Commit(
                NewCommit() with
                {
                    AccountStops = [new AccountStop("x", "reason")],
                    Started = [Make.Claim(1, 1)],
                }
            )
        );
        Assert.Equal(JobStatus.Pending, Job("1").Status);
    }

    public static TheoryData<string> Violations =>
        [
            "claim of a claimed job",
            "claim of a finished job",
            "claim of a job due later",
            "claim of a job that left the list",
            "claim of no job",
            "claim with a used attempt id",
            "end of an ended attempt",
            "end of another job's attempt",
            "end of no attempt",
            "end as failed without a failure",
            "end as claimed",
            "withdrawal of an ended attempt",
            "withdrawal of another job's claim",
        ];

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_change_that_is_not_allowed_takes_back_the_whole_commit(string violation)
    {
        var store = OpenInPass("claimed", "done", "later", "gone", "due", "due too", "other");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2), Make.Claim(3, 3), Make.Claim(4, 7));
        End(
            store,
            Make.Success(2, 2),
            Make.Failed(3, 3, FailureCategory.Unknown, JobStatus.Retrying)
        );
        TakeIn(
            store,
            [
                .. ((string[])["claimed", "done", "later", "due", "due too", "other"]).Select(id =>
                    Make.Row(id)
                ),
            ]
        );
        var before = store.CountJobs();
        var bad = violation switch
        {
            "claim of a claimed job" => NewCommit() with { Started = [Make.Claim(9, 1)] },
            "claim of a finished job" => NewCommit() with { Started = [Make.Claim(9, 2)] },
            "claim of a job due later" => NewCommit() with { Started = [Make.Claim(9, 3)] },
            "claim of a job that left the list" => NewCommit() with
            {
                Started = [Make.Claim(9, 4)],
            },
            "claim of no job" => NewCommit() with { Started = [Make.Claim(9, 99)] },
            "claim with a used attempt id" => NewCommit() with { Started = [Make.Claim(1, 6)] },
            "end of an ended attempt" => NewCommit() with { Ended = [Make.Success(2, 2)] },
            "end of another job's attempt" => NewCommit() with { Ended = [Make.Success(1, 7)] },
            "end of no attempt" => NewCommit() with { Ended = [Make.Success(99, 1)] },
            "end as failed without a failure" => NewCommit() with
            {
                Ended = [Make.Success(1, 1) with { Status = JobStatus.Failed }],
            },
            "withdrawal of an ended attempt" => NewCommit() with
            {
                Withdrawn = [new ClaimWithdrawal(2, 2)],
            },
            "withdrawal of another job's claim" => NewCommit() with
            {
                Withdrawn = [new ClaimWithdrawal(1, 7)],
            },
            _ => NewCommit() with
            {
                Ended = [Make.Success(1, 1) with { Status = JobStatus.Claimed }],
            },
        };

        // A good change stands before the bad one.
        var commit =
            bad.Ended.Count > 0
                ? bad with
                {
                    AccountStops = [new AccountStop("none", "none")],
                }
                : bad with
                {
                    Started = [Make.Claim(8, 5), .. bad.Started],
                };
        Assert.Throws<InvalidOperationException>(() => store.Commit(commit));

        Assert.Equal(before, store.CountJobs());
        Assert.Equal(before.Total, Reader.ReadStatus().Total);
        Assert.Equal(JobStatus.Pending, Job("due").Status);
        Assert.Equal(4, Reader.ReadAttempts(new JobQuery { IncludeUnlisted = true }).Count());
        var after = store.Commit(NewCommit() with { Ended = [Make.Success(1, 1)] });
        Assert.Equal(new PassTally { Succeeded = 2, FailedUnknown = 1 }, after.Pass);
    }

    [Fact]
    public void Due_jobs_come_in_file_order_and_equal_accounts_are_one_instance()
    {
        var store = OpenInPass(
            Make.Row("a", "x"),
            Make.Row("b"),
            Make.Row("c", "x"),
            Make.Row("d", "  ")
        );
        Claim(store, Make.Claim(1, 2));
        End(store, Make.Failed(1, 2, FailureCategory.Unknown, JobStatus.Retrying));

        var due = store.ReadDue(1).ToList();

        Assert.Equal([1, 3, 4], due.Select(job => job.Key));
        Assert.Equal(["x", "x", null], due.Select(job => job.Account));
        Assert.Same(due[0].Account, due[1].Account);
        Assert.Equal([1, 2, 3, 4], store.ReadDue(2).Select(job => job.Key));
    }

    [Fact]
    public void Due_jobs_of_a_long_list_are_all_read_while_they_are_claimed()
    {
        var store = OpenInPass([.. Enumerable.Range(0, 10_000).Select(n => Make.Row($"{n}"))]);
        var attempt = 0;

        foreach (var batch in store.ReadDue(1).Chunk(1000))
        {
            Claim(store, [.. batch.Select(job => Make.Claim(++attempt, job.Key))]);
        }

        Assert.Equal(new JobTally { Claimed = 10_000 }, store.CountJobs());
    }

    [Fact]
    public void Jobs_are_loaded_in_the_order_of_their_keys()
    {
        var store = OpenInPass("a", "b", "c");

        Assert.Equal(["c", "a"], store.Load([3, 1]).Select(job => job.Job.Id));
    }
}
