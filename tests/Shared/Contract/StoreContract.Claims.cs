namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void A_claimed_job_is_found_as_claimed_with_its_claim_and_keeps_what_it_was()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1, worker: 2));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));

        Claim(store, Make.Claim(2, 1, worker: 3, number: 2));

        var claimed = new JobQuery { Statuses = [JobStatus.Claimed] };
        var job = Assert.Single(Reader.ReadJobs(claimed));
        Assert.Equal(
            ("a", JobStatus.Claimed, 3, 1, Make.Start.AddMinutes(2), null),
            (job.JobId, job.Status, job.Worker, job.Pass, job.ClaimedAt, job.CompletedAt)
        );
        Assert.Equal((1, FailureCategory.Unknown), (job.Attempts, job.Category));
        Assert.Equal([2, 3], Reader.ReadAttempts(claimed).Select(attempt => attempt.Worker));
        var others = new JobQuery { Statuses = [JobStatus.Pending, JobStatus.Retrying] };
        Assert.Equal(["b"], Ids(Reader.ReadJobs(others)));
        Assert.Empty(Reader.ReadAttempts(others));
    }

    [Fact]
    public void A_claim_that_was_taken_back_can_neither_be_ended_nor_taken_back_again()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        var withdrawal = NewTurn() with { Withdrawn = [new ClaimWithdrawal(1, 1)] };
        store.Exchange(withdrawal);
        var before = store.CountJobs();

        Assert.Throws<InvalidOperationException>(() => store.Exchange(withdrawal));
        Assert.Throws<InvalidOperationException>(() =>
            End(store, Make.Success(2, 2), Make.Success(1, 1))
        );

        Assert.Equal(before, store.CountJobs());
        Assert.Equal((JobStatus.Pending, JobStatus.Claimed), (Job("a").Status, Job("b").Status));
        Assert.Equal("b", Assert.Single(Reader.ReadAttempts(new JobQuery())).JobId);
    }

    [Fact]
    public void An_id_is_given_out_once_also_when_the_last_claim_was_taken_back_before_a_restart()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        store.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(1, 1)] });
        KillAll();

        store = Open();
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        Claim(store, Make.Claim(2, 1));
        store.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(2, 1)] });
        store.Dispose();

        store = Open();
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        Claim(store, Make.Claim(3, 1));
    }

    [Fact]
    public void What_a_dead_process_had_claimed_is_the_next_ones_to_end_and_its_own_no_more()
    {
        var dead = OpenInPass("a", "b");
        Claim(dead, Make.Claim(1, 1), Make.Claim(2, 2));
        KillAll();
        var store = Open();
        store.Open(Make.Terms(), Make.Start);

        Assert.Throws<StateException>(() => End(dead, Make.Success(1, 1)));
        Assert.Throws<StateException>(() =>
            dead.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(2, 2)] })
        );

        Assert.Equal(new JobTally { Claimed = 2 }, Counted(Reader));
        End(store, Make.Ended(1, 1, AttemptOutcome.Interrupted));
        store.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(2, 2)] });
        Assert.Equal(new JobTally { Retrying = 1, Pending = 1 }, Counted(Reader));
    }

    [Fact]
    public void What_was_in_flight_is_told_with_who_began_it_however_many_died_since()
    {
        var first = Open("a");
        first.Open(Make.Terms(), Make.Start);
        first.EnterPass(1);
        Claim(first, Make.Claim(1, 1));
        KillAll();
        var began = Assert.Single(Open().Open(Make.Terms(), Make.Start).InFlight).Hold;
        KillAll();

        var store = Open();

        Assert.Equal(began, Assert.Single(store.Open(Make.Terms(), Make.Start).InFlight).Hold);
        store.EnterPass(1);
        End(store, Make.Ended(1, 1, AttemptOutcome.Interrupted));
    }

    [Fact]
    public void An_account_at_work_is_waited_for_though_the_jobs_are_lined_up_anew()
    {
        var store = OpenEntered(Make.Row("a", "x"), Make.Row("b", "x"), Make.Row("c", "y"));
        Assert.Equal([1], Keys(Ask(store, 1).Claims));

        Assert.Equal(2, store.LineUp().Total);

        Assert.Equal([3], Keys(Ask(store, 1, 2, 3).Claims));
        var turn = store.Exchange(NewTurn() with { Ended = [Make.Success(1, 1)], Room = [1] });
        Assert.Equal([2], Keys(turn.Claims));
        Assert.Equal(new JobTally { Claimed = 2, Succeeded = 1 }, turn.Numbers.Jobs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_account_that_a_dead_process_had_at_work_is_waited_for(bool withdrawn)
    {
        Claim(OpenInPass(Make.Row("a", "x"), Make.Row("b", "x")), Make.Claim(1, 1));
        KillAll();
        var store = Open();
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        store.LineUp();
        Assert.Empty(Ask(store, 1, 2).Claims);

        var turn = store.Exchange(
            withdrawn
                ? NewTurn() with
                {
                    Withdrawn = [new ClaimWithdrawal(1, 1)],
                    Room = [1, 2],
                }
                : NewTurn() with
                {
                    Ended = [Make.Ended(1, 1, AttemptOutcome.Interrupted)],
                    Room = [1, 2],
                }
        );

        Assert.Equal([2], Keys(turn.Claims));
    }

    [Fact]
    public void Attempt_ids_only_rise_over_withdrawals_passes_runs_and_resumes()
    {
        var ids = new List<long>();
        var store = OpenEntered("a", "b");
        Note(Ask(store, 1, 1));
        Note(
            store.Exchange(
                NewTurn() with
                {
                    Withdrawn = [new ClaimWithdrawal(ids[1], 2)],
                    Room = [2],
                }
            )
        );
        store.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(ids[2], 2)] });
        Note(Ask(store, 1));
        End(
            store,
            Make.Failed(ids[0], 1, FailureCategory.Unknown, JobStatus.Retrying),
            Make.Failed(ids[3], 2, FailureCategory.Unknown, JobStatus.Retrying)
        );
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        store.EnterPass(2);
        store.LineUp();
        Note(Ask(store, 1));
        KillAll();

        store = Open();
        var run = store.Open(Make.Terms(), Make.Start);
        store.EnterPass(run.NextPass);
        End(store, Make.Ended(run.InFlight[0].AttemptId, 1, AttemptOutcome.Interrupted));
        store.LineUp();
        Note(Ask(store, 1));
        End(store, Make.Failed(ids[^1], 1, FailureCategory.Unknown));
        store.ClosePass(Make.Summary(1, 2, PassResult.MaxPassesReached));

        Assert.Equal(2, store.Open(Make.Terms(), Make.Start).RunId);
        store.EnterPass(1);
        store.LineUp();
        Note(Ask(store, 1));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], ids);

        void Note(Turn turn) => ids.AddRange(turn.Claims.Select(claim => claim.AttemptId));
    }
}
