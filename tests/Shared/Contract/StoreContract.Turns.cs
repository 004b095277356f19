using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void A_claim_and_its_end_are_seen_in_job_history_and_numbers()
    {
        var store = OpenInPass("a", "b");
        TakeIn(store, Make.Row("b"), Make.Row("a"));
        var claimed = Claim(store, Make.Claim(1, 2, worker: 3));

        Assert.Equal(new JobTally { Pending = 1, Claimed = 1 }, claimed.Numbers.Jobs);
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
        store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Success(1, 1), Make.Failed(2, 2, FailureCategory.Input)],
                Leftovers = [new AttemptLeftovers(2, "b", 1, 3, AreEnded: true)],
            }
        );
        // What is left alone is found out a little later.
        var numbers = store
            .Exchange(
                new TurnRequest
                {
                    At = Make.Start,
                    PassDuration = TimeSpan.Zero,
                    Leftovers = [new AttemptLeftovers(1, "a", 1, 2, AreEnded: false)],
                }
            )
            .Numbers;

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

    private const string LeftSince = "claim of a job that left the list since the pass was entered";

    public static TheoryData<string> Violations =>
        [
            LeftSince,
            "end of an ended attempt",
            "end of another job's attempt",
            "end of no attempt",
            "end as failed without a failure",
            "end as claimed",
            "withdrawal of an ended attempt",
            "withdrawal of another job's claim",
            "withdrawal and end of one claim",
        ];

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_change_that_is_not_allowed_takes_back_the_whole_turn(string violation)
    {
        var store = OpenWithJobsInEveryState();
        if (violation == LeftSince)
        {
            store.LineUp();
            TakeOut(store, "gone");
        }
        else
        {
            TakeOut(store, "gone");
            store.LineUp();
        }

        var before = store.CountJobs();
        var bad = violation switch
        {
            LeftSince => NewTurn(),
            "end of an ended attempt" => NewTurn() with { Ended = [Make.Success(2, 2)] },
            "end of another job's attempt" => NewTurn() with { Ended = [Make.Success(1, 4)] },
            "end of no attempt" => NewTurn() with { Ended = [Make.Success(99, 1)] },
            "end as failed without a failure" => NewTurn() with
            {
                Ended = [Make.Success(1, 1) with { Status = JobStatus.Failed }],
            },
            "withdrawal of an ended attempt" => NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(2, 2)],
            },
            "withdrawal of another job's claim" => NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(1, 4)],
            },
            "withdrawal and end of one claim" => NewTurn() with
            {
                Ended = [Make.Success(1, 1)],
                Withdrawn = [new ClaimWithdrawal(1, 1)],
            },
            _ => NewTurn() with
            {
                Ended = [Make.Success(1, 1) with { Status = JobStatus.Claimed }],
            },
        };

        // A good change stands before the bad one, and a claim after it; or it is the second claim.
        var request = bad with
        {
            Ended = [Make.Success(4, 4), .. bad.Ended],
            Room = [1, 1],
        };
        Assert.Throws<InvalidOperationException>(() => store.Exchange(request));

        Assert.Equal(before, store.CountJobs());
        Assert.Equal(before.Total, Reader.ReadStatus().Total);
        Assert.Equal(
            (JobStatus.Pending, JobStatus.Claimed),
            (Job("due").Status, Job("other").Status)
        );
        Assert.Equal(4, Reader.ReadAttempts(new JobQuery { IncludeUnlisted = true }).Count());
        var after = End(store, Make.Success(1, 1));
        Assert.Equal(new PassTally { Succeeded = 2, FailedUnknown = 1 }, after.Pass);
        Assert.Equal([5, 7], DueKeys());
    }

    [Fact]
    public void What_is_claimed_finished_due_later_or_off_the_list_is_not_handed_out()
    {
        var store = OpenWithJobsInEveryState();
        TakeOut(store, "gone");

        Assert.Equal(new DueJobs(Together: 2, Alone: 0), store.LineUp());
        var turn = store.Exchange(NewTurn() with { Room = Turns.RoomFor(9) });

        Assert.Equal([5, 7], Keys(turn.Claims));
        Assert.Equal((0, 0), (turn.Left, turn.LeftAlone));
        Assert.Equal(6, Reader.ReadAttempts(new JobQuery()).Count());
    }

    private static readonly string[] EveryState =
    [
        "claimed",
        "done",
        "later",
        "other",
        "due",
        "gone",
        "due too",
    ];

    /// <summary>
    /// Jobs 1 to 4 had an attempt each, of the same number; those of job 1 and 4 are open.
    /// </summary>
    private IRunSession OpenWithJobsInEveryState()
    {
        var store = OpenInPass(EveryState);
        Claim(store, [.. Enumerable.Range(1, 4).Select(n => Make.Claim(n, n))]);
        End(
            store,
            Make.Success(2, 2),
            Make.Failed(3, 3, FailureCategory.Unknown, JobStatus.Retrying)
        );
        return store;
    }

    private static void TakeOut(IRunSession store, string id) =>
        TakeIn(store, [.. EveryState.Where(other => other != id).Select(other => Make.Row(other))]);

    [Fact]
    public void Due_jobs_come_in_file_order()
    {
        var store = OpenInPass(
            Make.Row("a", "x"),
            Make.Row("b"),
            Make.Row("c", "x"),
            Make.Row("d", "  ")
        );
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Failed(2, 2, FailureCategory.Unknown, JobStatus.Retrying)],
                Withdrawn = [new ClaimWithdrawal(1, 1)],
            }
        );

        var due = Due();

        Assert.Equal([1, 3, 4], Keys(due));
        Assert.Equal(["x", "x", null], due.Select(claim => claim.Job.Job.Account));
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        Assert.Equal([1, 2, 3, 4], DueKeys());
    }

    [Fact]
    public void Due_jobs_of_a_long_list_are_all_handed_out()
    {
        var store = OpenInPass([.. Enumerable.Range(0, 10_000).Select(n => Make.Row($"{n}"))]);
        var handedOut = new List<Claim>();

        Assert.Equal(10_000, store.LineUp().Total);
        while (
            store.Exchange(NewTurn() with { Room = Turns.RoomFor(1000) }).Claims
                is { Count: > 0 } claims
        )
        {
            handedOut.AddRange(claims);
        }

        var all = Enumerable.Range(1, 10_000).Select(n => (long)n).ToList();
        Assert.Equal(all, handedOut.Select(claim => claim.AttemptId));
        Assert.Equal(all, Keys(handedOut));
        Assert.Equal(new JobTally { Claimed = 10_000 }, store.CountJobs());
    }
}
