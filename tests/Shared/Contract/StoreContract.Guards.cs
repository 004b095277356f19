namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    private const string Why = "worker 2 was set aside";

    [Theory]
    [InlineData(JobStatus.Retrying)]
    [InlineData(JobStatus.Failed)]
    public void A_failure_that_is_given_back_is_as_if_it_had_not_been_but_for_the_history(
        JobStatus after
    )
    {
        var store = OpenInPass("a", "b");
        var claims = Claim(store, Make.Claim(1, 1), Make.Claim(2, 2)).Claims;
        End(
            store,
            Make.Failed(1, 1, FailureCategory.Infrastructure, after),
            Make.Failed(2, 2, FailureCategory.Unknown, JobStatus.Retrying)
        );

        var numbers = store.Exchange(NewTurn() with { Returned = [Returned(claims[0])] }).Numbers;

        Assert.Equal(new PassTally { FailedUnknown = 1, GivenBack = 1 }, numbers.Pass);
        Assert.Equal(new JobTally { Pending = 1, Retrying = 1 }, numbers.Jobs);
        var job = Assert.Single(Due()).Job;
        Assert.Equal((JobStatus.Pending, new JobCounters(1, 0, 0, 0)), (job.Status, job.Counters));
        Assert.Equal(1, job.Key);
        Assert.Equal(
            [("a", Why), ("b", null)],
            Reader.ReadAttempts(new JobQuery()).Select(a => (a.JobId, a.GivenBack))
        );
    }

    [Fact]
    public void What_is_given_back_is_claimed_in_the_turn_after()
    {
        var store = OpenInPass("a");
        var first = Claim(store, Make.Claim(1, 1)).Claims[0];
        End(store, Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying));
        store.Exchange(NewTurn() with { Returned = [Returned(first)] });

        var again = store.Exchange(NewTurn() with { Room = [1], At = Make.Start.AddMinutes(2) });
        Assert.Equal(Make.Claim(2, 1, number: 2), Turns.StartOf(Assert.Single(again.Claims)));
        var numbers = End(
            store,
            Make.Success(2, 1) with
            {
                Counters = new JobCounters(2, 1, 1, 0),
            }
        );

        Assert.Equal(new PassTally { Succeeded = 1, GivenBack = 1 }, numbers.Pass);
        Assert.False(Job("a").SucceededOnRetry);
    }

    [Fact]
    public void A_job_whose_account_failed_since_stays_skipped_when_its_failure_is_given_back()
    {
        var store = OpenInPass(Make.Row("a", "ada"), Make.Row("b", "ada"));
        var claim = Claim(store, Make.Claim(1, 1)).Claims[0];
        End(store, Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying));
        store.Exchange(NewTurn() with { AccountStops = [new AccountStop("ada", "suspended")] });

        var numbers = store.Exchange(NewTurn() with { Returned = [Returned(claim)] }).Numbers;

        Assert.Empty(store.Exchange(NewTurn() with { Room = [1, 2] }).Claims);
        Assert.Equal(new JobTally { Skipped = 2 }, numbers.Jobs);
        Assert.Equal(new PassTally { Skipped = 2, GivenBack = 1 }, numbers.Pass);
        Assert.Equal(JobStatus.Skipped, Job("a").Status);
    }

    [Fact]
    public void Nothing_is_given_back_twice_nor_to_a_job_that_is_at_work_again()
    {
        var store = OpenInPass("a", "b");
        var claims = Claim(store, Make.Claim(1, 1), Make.Claim(2, 2)).Claims;
        End(
            store,
            Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying, duePass: 1),
            Make.Failed(2, 2, FailureCategory.Infrastructure, JobStatus.Retrying)
        );
        store.Exchange(NewTurn() with { Returned = [Returned(claims[1])] });
        Claim(store, Make.Claim(3, 1, number: 2));

        Assert.Throws<InvalidOperationException>(() =>
            store.Exchange(NewTurn() with { Returned = [Returned(claims[0])] })
        );
        Assert.Throws<InvalidOperationException>(() =>
            store.Exchange(NewTurn() with { Returned = [Returned(claims[1])] })
        );
        Assert.Null(Reader.ReadAttempts(new JobQuery()).First().GivenBack);
    }

    [Fact]
    public void What_guards_did_and_how_long_the_run_held_stands_in_the_status()
    {
        var act = new OrchestratorGuardAct(Make.Start, 1, "worker 2", "set aside", "it is broken");
        var store = OpenInPass("a");

        store.Exchange(NewTurn() with { GuardActs = [act], Held = TimeSpan.FromSeconds(90) });

        var status = Reader.ReadStatus();
        Assert.Equal([act], status.Guards);
        Assert.Equal(TimeSpan.FromSeconds(90), status.Held);
    }

    [Fact]
    public void Only_the_last_hundred_acts_of_the_last_run_are_shown_oldest_first()
    {
        var store = OpenInPass("a");
        store.Exchange(NewTurn() with { GuardActs = [.. Enumerable.Range(1, 120).Select(Act)] });

        Assert.Equal(
            Enumerable.Range(21, 100).Select(n => $"worker {n}"),
            Reader.ReadStatus().Guards.Select(act => act.Subject)
        );

        static OrchestratorGuardAct Act(int n) =>
            new(Make.Start, 1, $"worker {n}", "set aside", "it is broken");
    }

    [Fact]
    public void How_long_a_run_held_is_known_when_it_is_resumed()
    {
        var store = OpenInPass("a");
        store.Exchange(NewTurn() with { Held = TimeSpan.FromSeconds(90) });
        KillAll();

        Assert.Equal(TimeSpan.FromSeconds(90), Open().Open(Make.Terms(), Make.Start).Held);
    }

    [Fact]
    public void An_attempt_that_ran_alone_is_known_as_that_when_its_process_has_died()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1));
        End(store, Suspected(1, 1));
        store.LineUp();
        store.Exchange(NewTurn() with { Room = [1] });
        KillAll();

        var second = Open();
        Assert.Equal([(2, false)], InFlight(second));
        End(second, Make.Ended(2, 2, AttemptOutcome.Interrupted));
        second.EnterPass(1);
        second.LineUp();
        second.Exchange(NewTurn() with { RoomAlone = 1 });
        KillAll();

        Assert.Equal([(1, true)], InFlight(Open()));

        static IEnumerable<(long, bool)> InFlight(IRunSession store) =>
            store
                .Open(Make.Terms(), Make.Start)
                .InFlight.Select(attempt => (attempt.Job.Key, attempt.RanAlone));
    }

    [Fact]
    public void A_suspect_is_due_alone_until_it_is_cleared()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1));
        var suspected = End(store, Suspected(1, 1));

        Assert.Equal(new PassTally { GivenBack = 1 }, suspected.Pass);
        Assert.Equal(new DueJobs(Together: 1, Alone: 1), store.LineUp());
        var due = Due(suspectsRunAlone: true);
        Assert.Equal([(2, false), (1, true)], due.Select(c => (c.Job.Key, c.RunsAlone)));
        Assert.Equal(new JobSuspicion(true, 1), due[1].Job.Suspicion);
        Assert.Equal((true, 1), (Job("a").Suspect, Job("a").Deaths));

        store.Exchange(NewTurn() with { Room = [1] });
        End(store, Make.Success(2, 2));
        store.Exchange(NewTurn() with { RoomAlone = 1 });
        End(store, Make.Success(3, 1) with { Suspicion = new JobSuspicion(false, 1) });

        Assert.Equal((false, 1), (Job("a").Suspect, Job("a").Deaths));
        Assert.Equal(new DueJobs(Together: 0, Alone: 0), store.LineUp());
    }

    [Fact]
    public void A_reset_forgets_what_is_held_against_a_job()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Guilty(1, 1));
        store.ClosePass(Make.Summary(1, 1, PassResult.OnlyNonRetryable));
        store.Dispose();

        Maintenance.Reset(new JobQuery(), force: false, Make.Start);

        Assert.Equal(
            (JobStatus.Pending, false, 0),
            (Job("a").Status, Job("a").Suspect, Job("a").Deaths)
        );
    }

    [Fact]
    public void A_job_that_kills_the_process_gets_no_new_budget()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        End(store, Guilty(1, 1), Make.Failed(2, 2, FailureCategory.Infrastructure));
        store.ClosePass(Make.Summary(1, 1, PassResult.OnlyNonRetryable));

        store.Open(Make.Terms(), Make.Start);

        Assert.Equal(new JobTally { FailedInfrastructure = 1, Pending = 1 }, store.CountJobs());
    }

    private static AttemptReturn Returned(Claim claim) =>
        new(
            claim.AttemptId,
            claim.Job.Key,
            JobStatus.Pending,
            1,
            new JobCounters(1, 0, 0, 0),
            Why,
            claim.Place
        );

    private static AttemptEnd Suspected(long attempt, long job) =>
        Make.Ended(attempt, job, AttemptOutcome.Interrupted) with
        {
            Status = JobStatus.Pending,
            DuePass = 1,
            GivenBack = "the orchestrator died",
            Suspicion = new JobSuspicion(true, 1),
        };

    private static AttemptEnd Guilty(long attempt, long job) =>
        Make.Failed(attempt, job, FailureCategory.Infrastructure) with
        {
            Failure = new Failure(FailureCategory.Infrastructure, Failure.GuiltyType, "it died"),
            Suspicion = new JobSuspicion(false, 2),
        };

    [Fact]
    public void What_was_given_back_is_handed_out_from_the_next_exchange_on_after_all_others()
    {
        var store = OpenEntered("a", "b", "c");
        var first = Assert.Single(Ask(store, 1).Claims);
        End(store, Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying));

        var turn = store.Exchange(NewTurn() with { Returned = [Returned(first)], Room = [1] });

        Assert.Equal([2], Keys(turn.Claims));
        Assert.Equal(2, turn.Left);
        var again = Ask(store, 1, 1, 1).Claims;
        Assert.Equal([3, 1], Keys(again));
        Assert.Equal(2, Turns.StartOf(again[1]).Number);
    }

    [Fact]
    public void What_was_given_back_is_not_handed_out_in_that_exchange_though_nothing_else_is_left()
    {
        var store = OpenEntered(Make.Row("a", "x"));
        var first = Assert.Single(Ask(store, 1).Claims);
        End(store, Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying));

        var turn = store.Exchange(NewTurn() with { Returned = [Returned(first)], Room = [1] });

        Assert.Empty(turn.Claims);
        Assert.Equal(1, turn.Left);
        Assert.Equal([1], Keys(Ask(store, 1).Claims));
    }
}
