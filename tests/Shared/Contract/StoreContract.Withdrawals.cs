namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void A_claim_that_is_taken_back_leaves_the_job_as_it_was()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1, worker: 2));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        var (before, numbers, history) = (Job("a"), store.CountJobs(), History());
        Claim(store, Make.Claim(2, 1, worker: 3, number: 2), Make.Claim(3, 2));

        var after = store
            .Exchange(
                NewTurn() with
                {
                    Withdrawn = [new ClaimWithdrawal(2, 1), new ClaimWithdrawal(3, 2)],
                }
            )
            .Numbers;

        Assert.Equal(before, Job("a"));
        Assert.Equal((JobStatus.Pending, 0), (Job("b").Status, Job("b").Attempts));
        Assert.Null(Job("b").ClaimedAt);
        Assert.Equal(numbers, after.Jobs);
        Assert.Equal(history, History());
        Assert.Equal([1, 2], DueKeys());

        List<OrchestratorAttempt> History() => Reader.ReadAttempts(new JobQuery()).ToList();
    }

    [Fact]
    public void A_claim_can_be_taken_back_and_made_anew_in_one_turn()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1, worker: 2));

        var turn = store.Exchange(
            NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(1, 1)],
                Room = [3],
                At = Make.Start.AddMinutes(2),
            }
        );

        Assert.Equal(Make.Claim(2, 1, worker: 3), Turns.StartOf(Assert.Single(turn.Claims)));
        Assert.Equal(new JobTally { Claimed = 1 }, turn.Numbers.Jobs);
        Assert.Equal(3, Assert.Single(Reader.ReadAttempts(new JobQuery())).Worker);
    }

    [Fact]
    public void A_claimed_job_is_told_as_it_was_before_its_claim_then_and_after_a_kill()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        var before = Due().ConvertAll(claim => claim.Job);

        var claimed = Claim(store, Make.Claim(2, 1, number: 2), Make.Claim(3, 2)).Claims;

        AssertAsBefore([.. claimed.Select(claim => claim.Job)]);
        KillAll();
        AssertAsBefore([
            .. Open().Open(Make.Terms(), Make.Start).InFlight.Select(attempt => attempt.Job),
        ]);

        void AssertAsBefore(List<StoredJob> jobs)
        {
            Assert.Equal([JobStatus.Retrying, JobStatus.Pending], jobs.Select(job => job.Status));
            Assert.Equal(before.Select(job => job.Counters), jobs.Select(job => job.Counters));
        }
    }

    [Fact]
    public void An_account_stop_skips_a_job_whose_claim_the_same_turn_takes_back()
    {
        var store = OpenInPass(Make.Row("1", "x"));
        Claim(store, Make.Claim(1, 1));

        var turn = store.Exchange(
            NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(1, 1)],
                AccountStops = [new AccountStop("x", "reason")],
                Room = [1],
            }
        );

        Assert.Empty(turn.Claims);
        Assert.Equal(JobStatus.Skipped, Job("1").Status);
    }

    [Fact]
    public void A_job_that_left_the_list_is_not_counted_when_its_claim_is_taken_back()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1));
        TakeIn(store, Make.Row("b"));

        var turn = store.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(1, 1)] });

        Assert.Equal(new JobTally { Pending = 1 }, turn.Numbers.Jobs);
    }
}
