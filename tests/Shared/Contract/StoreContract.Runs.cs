namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void The_first_run_starts_with_pass_1_and_attempt_1()
    {
        var store = Open("a");
        var run = store.Open(Make.Terms(), Make.Start);

        Assert.Equal(
            (1, false, 1, null, Make.Start),
            (run.RunId, run.Resumed, run.NextPass, run.NextPassAt, run.StartedAt)
        );
        Assert.Empty(run.InFlight);
        store.EnterPass(1);
        Claim(store, Make.Claim(1, 1));
    }

    [Fact]
    public void No_two_memberships_of_a_state_are_the_same_and_a_claim_tells_which_it_is_of()
    {
        var first = Keep(State.OpenForRun());
        var membership = first.Join(new Member(Processes.Start(100), Make.Start));
        TakeIn(first, Make.Row("a"));
        first.Open(Make.Terms(), Make.Start);
        first.EnterPass(1);
        Claim(first, Make.Claim(1, 1));
        KillAll();

        var second = Keep(State.OpenForRun());
        var next = second.Join(new Member(Processes.Start(101), Make.Start));

        Assert.NotEqual(membership.Id, next.Id);
        Assert.True(next.Lease > TimeSpan.Zero);
        var inFlight = Assert.Single(second.Open(Make.Terms(), Make.Start).InFlight);
        Assert.Equal(membership.Id, inFlight.Hold);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_is_known_as_a_simulation_or_none(bool simulated)
    {
        var store = Open("a");
        Assert.Null(store.IsSimulated);

        store.Open(Make.Terms(simulated: simulated), Make.Start);

        Assert.Equal(simulated, store.IsSimulated);
    }

    [Fact]
    public void A_fresh_run_gives_a_new_budget_to_what_may_succeed_this_time()
    {
        var store = RunWithEveryEnding();

        Assert.Equal(2, store.Open(Make.Terms(), Make.Start).RunId);

        Assert.Equal(
            new JobTally
            {
                Pending = 4,
                Succeeded = 1,
                FailedAccount = 1,
                Skipped = 1,
            },
            store.CountJobs()
        );
        var due = Due();
        Assert.Equal([3, 4, 5, 6], Keys(due));
        var again = due[0].Job;
        Assert.Equal(JobStatus.Pending, again.Status);
        Assert.Equal(new JobCounters(1, 1, 0, 0), again.Counters);
        Assert.Equal(FailureCategory.Infrastructure, Job("infrastructure").Category);
    }

    [Fact]
    public void A_fresh_run_of_new_jobs_only_leaves_earlier_failures_alone()
    {
        var store = RunWithEveryEnding();
        TakeIn(store, [.. EveryEnding(), Make.Row("new")]);

        store.Open(Make.Terms(newJobsOnly: true), Make.Start);

        Assert.Equal(
            new JobTally
            {
                Pending = 1,
                Succeeded = 1,
                FailedAccount = 1,
                FailedInfrastructure = 2,
                FailedUnknown = 1,
                FailedInput = 1,
                Skipped = 1,
            },
            store.CountJobs()
        );
    }

    [Fact]
    public void What_was_only_put_off_is_no_failure_and_stays_due_in_a_run_of_new_jobs_only()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Ended(1, 1, AttemptOutcome.Deferred) with { Status = JobStatus.Retrying });
        store.ClosePass(Make.Summary(1, 1, PassResult.MaxPassesReached));

        store.Open(Make.Terms(newJobsOnly: true), Make.Start);

        Assert.Equal(new JobTally { Pending = 1 }, store.CountJobs());
    }

    [Fact]
    public void A_run_cut_off_in_a_pass_is_resumed_there_with_what_was_in_flight()
    {
        var store = OpenInPass("a", "b", "c");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2, worker: 2));
        End(store, Make.Success(1, 1));
        KillAll();

        var second = Open();
        var run = second.Open(Make.Terms(), Make.Start);

        Assert.Equal((1, true, 1), (run.RunId, run.Resumed, run.NextPass));
        var inFlight = Assert.Single(run.InFlight);
        Assert.Equal((2, 1, "b"), (inFlight.AttemptId, inFlight.Pass, inFlight.Job.Job.Id));
        Assert.Equal(JobStatus.Pending, inFlight.Job.Status);
        Assert.Equal(
            new JobTally
            {
                Pending = 1,
                Claimed = 1,
                Succeeded = 1,
            },
            second.CountJobs()
        );

        var pass = second.EnterPass(1, Make.Start.AddDays(1));
        Assert.Equal(Make.Start, pass.StartedAt);
        Assert.Equal(TimeSpan.FromMinutes(3), pass.Worked);
        Assert.Equal(1, pass.Numbers.Pass.Succeeded);
        Assert.Equal(
            1,
            End(second, Make.Ended(2, 2, AttemptOutcome.Interrupted)).Pass.FailedInfrastructure
        );
        Assert.Equal([3], DueKeys());
        Claim(second, Make.Claim(3, 3));
    }

    [Fact]
    public void What_was_in_flight_can_be_ended_before_the_pass_is_begun_again()
    {
        Claim(OpenInPass("a"), Make.Claim(1, 1));
        KillAll();
        var store = Open();
        store.Open(Make.Terms(), Make.Start);

        End(store, Make.Ended(1, 1, AttemptOutcome.Interrupted));

        Assert.Equal(1, store.EnterPass(1).Numbers.Pass.FailedInfrastructure);
    }

    [Fact]
    public void A_job_that_left_the_list_while_its_run_lay_dead_is_ended_and_not_counted()
    {
        Claim(OpenInPass("a", "b"), Make.Claim(1, 1));
        KillAll();
        var store = Open();
        TakeIn(store, Make.Row("b"));

        Assert.Equal("a", Assert.Single(store.Open(Make.Terms(), Make.Start).InFlight).Job.Job.Id);
        store.EnterPass(1);
        var numbers = End(store, Make.Ended(1, 1, AttemptOutcome.Interrupted));

        Assert.Equal(new JobTally { Pending = 1 }, numbers.Jobs);
        Assert.Equal(JobStatus.Retrying, Job("a").Status);
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        Assert.Equal([2], DueKeys());
    }

    [Fact]
    public void New_ids_in_a_resumed_run_are_due_at_once()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying));
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        store.EnterPass(2);
        KillAll();

        var second = Open();
        TakeIn(second, Make.Row("a"), Make.Row("new"));

        Assert.Equal(2, second.Open(Make.Terms(), Make.Start).NextPass);
        second.EnterPass(2);
        Assert.Equal([1, 2], DueKeys());
    }

    [Fact]
    public void A_run_stopped_in_a_pass_is_resumed_in_that_pass()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        var numbers = End(store, Make.Ended(1, 1, AttemptOutcome.Cancelled));
        store.ClosePass(Make.Summary(1, 1, PassResult.Cancelled, numbers.Pass));
        store.Dispose();

        var second = Open();
        Assert.Equal(1, second.Open(Make.Terms(), Make.Start).NextPass);
        var pass = second.EnterPass(1, Make.Start.AddHours(3));

        Assert.Equal((Make.Start, 1), (pass.StartedAt, pass.Numbers.Pass.Cancelled));
        Assert.Empty(Reader.ReadPasses(new PassQuery()));
        Assert.Equal([1], DueKeys());
    }

    [Fact]
    public void A_run_stopped_in_a_wait_is_resumed_with_the_next_pass()
    {
        var store = OpenInPass("a");
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        store.Leave(Make.Start);
        Assert.Equal(RunState.Stopped, Reader.ReadStatus().State);
        store.Dispose();

        Assert.Equal(2, Open().Open(Make.Terms(), Make.Start).NextPass);
    }

    [Fact]
    public void What_needs_a_run_or_a_pass_is_refused_without()
    {
        using var unowned = State.OpenForRun();
        Assert.Throws<InvalidOperationException>(() => unowned.Open(Make.Terms(), Make.Start));
        Assert.Throws<InvalidOperationException>(() => unowned.Beat(Make.Start));
        Assert.Throws<InvalidOperationException>(() => unowned.Glance());

        var store = Open("a");
        Assert.Throws<InvalidOperationException>(() => store.Enter(Make.Start));
        Assert.Throws<InvalidOperationException>(() => store.LineUp());
        Assert.Throws<InvalidOperationException>(() => store.Exchange(NewTurn()));
        Assert.Throws<InvalidOperationException>(() => store.Leave(Make.Start));
        store.Open(Make.Terms(), Make.Start);
        Assert.Throws<InvalidOperationException>(() => store.LineUp());
        Assert.Throws<InvalidOperationException>(() => store.Exchange(NewTurn()));
        store.EnterPass(1);
        Assert.Throws<InvalidOperationException>(() => store.Enter(Make.Start));
        Assert.Throws<InvalidOperationException>(() => store.Leave(Make.Start));
    }

    private static IRunSession InPass(IRunSession store, int pass)
    {
        store.EnterPass(pass);
        return store;
    }

    private static JobRow[] EveryEnding() =>
        [
            Make.Row("success"),
            Make.Row("account", "x"),
            Make.Row("infrastructure"),
            Make.Row("unknown"),
            Make.Row("input"),
            Make.Row("retrying"),
            Make.Row("skipped", "x"),
        ];

    /// <summary>A run, completed unless told else, in which jobs 1 to 7 ended as their ids say.</summary>
    private IRunSession RunWithEveryEnding(PassResult result = PassResult.MaxPassesReached)
    {
        var store = OpenInPass(EveryEnding());
        Claim(store, [.. Enumerable.Range(1, 6).Select(n => Make.Claim(n, n, n))]);
        store.Exchange(
            NewTurn() with
            {
                Ended =
                [
                    Make.Success(1, 1),
                    Make.Failed(2, 2, FailureCategory.Account),
                    Make.Failed(3, 3, FailureCategory.Infrastructure),
                    Make.Failed(4, 4, FailureCategory.Unknown),
                    Make.Failed(5, 5, FailureCategory.Input),
                    Make.Failed(6, 6, FailureCategory.Infrastructure, JobStatus.Retrying),
                ],
                AccountStops = [new AccountStop("x", "account x failed in job account")],
            }
        );
        store.ClosePass(Make.Summary(1, 1, result));
        return store;
    }
}
