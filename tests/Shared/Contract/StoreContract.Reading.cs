namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void Before_the_first_run_status_has_the_jobs_and_no_run()
    {
        Open("a", "b");

        var status = Reader.ReadStatus();

        Assert.Equal(RunState.NotStarted, status.State);
        Assert.Equal((2, 2, null, 0), (status.Total, status.Pending, status.RunId, status.Pass));
    }

    [Fact]
    public void Status_of_a_live_run_shows_where_it_stands_and_what_its_workers_do()
    {
        var store = OpenInPass(
            Make.Row("a"),
            Make.Row("b", null, ("device", "phone")),
            Make.Row("c"),
            Make.Row("d")
        );
        Claim(store, Make.Claim(1, 1, worker: 2), Make.Claim(2, 2, worker: 1), Make.Claim(3, 3));
        End(store, Make.Success(3, 3));

        var status = Reader.ReadStatus();

        Assert.Equal(
            (RunState.Running, 1L, 1, 9),
            (status.State, status.RunId, status.Pass, status.MaxPasses)
        );
        Assert.Equal(
            (4, 1, 2, 1),
            (status.Total, status.Pending, status.Claimed, status.Succeeded)
        );
        Assert.Equal(25.0, status.SuccessRate);
        Assert.Equal((Make.Start, Make.Start.AddHours(2)), (status.StartedAt, status.UpdatedAt));
        Assert.Equal("here", status.HostName);
        Assert.Equal(
            [
                new WorkerActivity(1, "b", "phone", Make.Start.AddMinutes(2)),
                new WorkerActivity(2, "a", null, Make.Start.AddMinutes(1)),
            ],
            status.Workers
        );
        Assert.Equal(Make.Terms().Settings, status.Configuration);
    }

    [Fact]
    public void A_run_whose_process_died_is_interrupted()
    {
        Claim(OpenInPass("a"), Make.Claim(1, 1));
        Assert.Equal(RunState.Running, Reader.ReadStatus().State);

        KillAll();

        var status = Reader.ReadStatus();
        Assert.Equal(RunState.Interrupted, status.State);
        Assert.Single(status.Workers);
    }

    [Fact]
    public void A_run_whose_store_was_closed_in_a_pass_is_interrupted()
    {
        OpenInPass("a").Dispose();

        Assert.Equal(RunState.Interrupted, Reader.ReadStatus().State);
    }

    [Fact]
    public void Status_tells_waiting_stopped_and_completed_apart()
    {
        var terms = Make.Terms(retryDelay: TimeSpan.FromHours(1));
        var store = OpenInPass(terms, Make.Row("a"));
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        var waiting = Reader.ReadStatus();
        Assert.Equal(
            (RunState.Waiting, Make.Start.AddHours(1)),
            (waiting.State, waiting.NextPassAt)
        );

        Clock.Advance(TimeSpan.FromHours(1));
        store.EnterPass(2);
        Assert.Equal((RunState.Running, 2), (Reader.ReadStatus().State, Reader.ReadStatus().Pass));

        store.ClosePass(Make.Summary(1, 2, PassResult.Cancelled));
        Assert.Equal(RunState.Stopped, Reader.ReadStatus().State);

        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(2);
        store.ClosePass(Make.Summary(1, 2, PassResult.AllComplete));
        Assert.Equal(
            (RunState.Completed, null),
            (Reader.ReadStatus().State, Reader.ReadStatus().NextPassAt)
        );
    }

    [Fact]
    public void A_summary_is_read_as_it_was_kept()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        var numbers = End(store, Make.Success(1, 1), Make.Failed(2, 2, FailureCategory.Input));
        var summary = Make.Summary(1, 1, PassResult.OnlyNonRetryable, numbers.Pass);

        store.ClosePass(summary);

        Assert.Equal(summary, Assert.Single(Reader.ReadPasses(new PassQuery())));
    }

    [Fact]
    public void Passes_are_chosen_by_run_and_number()
    {
        var store = OpenInPass("a");
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        store.EnterPass(2);
        store.ClosePass(Make.Summary(1, 2, PassResult.MaxPassesReached));
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        store.ClosePass(Make.Summary(2, 1, PassResult.RetryableRemaining));
        store.EnterPass(2);

        Assert.Equal([(2L, 1)], Passes(new PassQuery()));
        Assert.Equal([(1L, 1), (1L, 2)], Passes(new PassQuery { RunId = 1 }));
        Assert.Equal([(1L, 2)], Passes(new PassQuery { RunId = 1, Passes = [2, 3] }));
        Assert.Equal([(1L, 1), (1L, 2), (2L, 1)], Passes(new PassQuery { AllRuns = true }));

        (long, int)[] Passes(PassQuery query) =>
            [.. Reader.ReadPasses(query).Select(pass => (pass.RunId, pass.Pass))];
    }

    [Theory]
    [InlineData("*", "a1,a2,A1,[x]1,a_1,a%,ab*")]
    [InlineData("a?", "a1,a2,a%")]
    [InlineData("A*", "A1")]
    [InlineData("[x]1", "[x]1")]
    [InlineData("[x]?", "[x]1")]
    [InlineData("a_1", "a_1")]
    [InlineData("a%", "a%")]
    [InlineData("?b*", "ab*")]
    [InlineData("*%*", "a%")]
    [InlineData("nothing*", "")]
    public void Ids_may_hold_wildcards_and_all_else_means_itself(string pattern, string expected)
    {
        Open("a1", "a2", "A1", "[x]1", "a_1", "a%", "ab*");

        var ids = Ids(Reader.ReadJobs(new JobQuery { JobIds = [pattern] }));

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), ids);
    }

    [Fact]
    public void Conditions_of_different_kinds_must_all_hold()
    {
        RunWithEveryEnding();

        Assert.Equal(["account", "skipped"], Query(new JobQuery { Accounts = ["x"] }));
        Assert.Equal(
            ["skipped"],
            Query(
                new JobQuery { Accounts = ["x"], Statuses = [JobStatus.Skipped, JobStatus.Success] }
            )
        );
        Assert.Equal(
            ["account", "infrastructure", "retrying"],
            Query(
                new JobQuery
                {
                    Categories = [FailureCategory.Account, FailureCategory.Infrastructure],
                }
            )
        );
        Assert.Equal(
            ["infrastructure", "input"],
            Query(new JobQuery { JobIds = ["i*", "success"], Statuses = [JobStatus.Failed] })
        );

        string[] Query(JobQuery query) => Ids(Reader.ReadJobs(query));
    }

    [Fact]
    public void How_a_failed_program_ended_is_read_with_its_job_and_its_attempt()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        var failed = Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1);
        End(
            store,
            failed with
            {
                Failure = failed.Failure! with { ExitCode = 137, Signal = 9 },
            },
            Make.Failed(2, 2, FailureCategory.Unknown)
        );

        Assert.Equal(
            [(137, 9), (null, null)],
            Reader.ReadJobs(new JobQuery()).Select(job => (job.ExitCode, job.Signal))
        );
        Assert.Equal(
            [(137, 9), ((int?)null, (int?)null)],
            Reader.ReadAttempts(new JobQuery()).Select(one => (one.ExitCode, one.Signal))
        );

        Claim(store, Make.Claim(3, 1, number: 2));
        End(store, Make.Success(3, 1));
        Assert.Equal(
            (null, null),
            Reader.ReadJobs(new JobQuery()).Select(job => (job.ExitCode, job.Signal)).First()
        );
    }

    [Fact]
    public void Attempts_are_read_job_by_job_and_an_open_one_has_no_end()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        Claim(store, Make.Claim(3, 1, number: 2));

        var attempts = Reader.ReadAttempts(new JobQuery()).ToList();

        Assert.Equal(
            [("a", 1), ("a", 2), ("b", 1)],
            attempts.Select(attempt => (attempt.JobId, attempt.Number))
        );
        Assert.Equal(
            [AttemptOutcome.Failed, null, null],
            attempts.Select(attempt => attempt.Outcome)
        );
        Assert.Equal(2, Reader.ReadAttempts(new JobQuery { JobIds = ["a"] }).Count());
    }

    [Fact]
    public void A_preview_shows_what_a_run_would_do_and_touches_nothing()
    {
        var live = OpenInPass("a", "b");
        Claim(live, Make.Claim(1, 1));

        using (var preview = State.OpenForPreview())
        {
            TakeIn(preview, Make.Row("a"), Make.Row("b"), Make.Row("new"));
            Assert.Equal(live.Identity, preview.Identity);
            Assert.Equal(live.Address, preview.Address);
            Assert.Single(preview.Open(Make.Terms(), Make.Start).InFlight);
            preview.EnterPass(1);
            Assert.Equal(2, preview.LineUp().Total);
            Assert.Equal(
                [2, 3],
                Keys(preview.Exchange(NewTurn() with { Room = [1, 2, 3] }).Claims)
            );
        }

        Assert.False(live.Beat(Make.Start).StopIsRequested);
        Assert.Equal(2, Reader.ReadStatus().Total);
    }

    [Fact]
    public void A_job_that_is_due_says_in_which_pass_or_that_it_is_in_the_next_run()
    {
        var store = Open("a", "b", "c");
        Assert.Equal("next run", Job("a").DueIn);

        store.Open(Make.Terms() with { MaxPasses = 2 }, Make.Start);
        store.EnterPass(1);
        Assert.Equal("pass 1", Job("a").DueIn);
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        Assert.Null(Job("a").DueIn);
        End(store, Make.Failed(1, 1, FailureCategory.Infrastructure, JobStatus.Retrying));
        End(store, Make.Success(2, 2));
        Assert.Equal(("pass 2", null), (Job("a").DueIn, Job("b").DueIn));

        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        Assert.Equal(("pass 2", "pass 2"), (Job("a").DueIn, Job("c").DueIn));
        store.EnterPass(2, Make.Start.AddHours(2));
        Assert.Equal("pass 2", Job("a").DueIn);
        Claim(store, Make.Claim(3, 1, number: 2));
        End(
            store,
            Make.Failed(3, 1, FailureCategory.Infrastructure, JobStatus.Retrying, duePass: 3)
        );
        Assert.Equal(("next run", "pass 2"), (Job("a").DueIn, Job("c").DueIn));
        store.ClosePass(Make.Summary(1, 2, PassResult.MaxPassesReached));
        Assert.Equal(("next run", null), (Job("a").DueIn, Job("b").DueIn));
    }

    [Fact]
    public void What_a_stopped_run_left_is_due_in_the_pass_it_is_resumed_in()
    {
        var store = OpenInPass("a");

        store.ClosePass(Make.Summary(1, 1, PassResult.Cancelled));

        Assert.Equal("pass 1", Job("a").DueIn);
    }
}
