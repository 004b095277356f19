namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void Reset_makes_jobs_due_again_with_a_new_budget_and_keeps_their_history()
    {
        // Resumed by the next start, which so gives no new budgets of its own.
        RunWithEveryEnding(PassResult.Cancelled).Dispose();

        var changed = Maintenance.Reset(new JobQuery(), force: false, Make.Start);

        Assert.Equal(
            ["account", "infrastructure", "unknown", "input", "retrying", "skipped"],
            Ids(changed)
        );
        Assert.All(changed, job => Assert.Equal(JobStatus.Pending, job.Status));
        var store = Open();
        Assert.Equal(new JobTally { Pending = 6, Succeeded = 1 }, store.CountJobs());
        Assert.Equal(new JobCounters(1, 1, 0, 0), Due()[0].Job.Counters);
        Assert.Equal([2, 3, 4, 5, 6, 7], DueKeys());
        Assert.Equal(6, Reader.ReadAttempts(new JobQuery()).Count());
        Assert.Equal((1, null), (Job("account").Attempts, Job("skipped").LastError));
    }

    [Fact]
    public void Reset_leaves_success_alone_unless_forced_and_pending_always()
    {
        RunWithEveryEnding().Dispose();
        var query = new JobQuery { JobIds = ["s*"] };

        Assert.Equal(["skipped"], Ids(Maintenance.Reset(query, force: false, Make.Start)));
        Assert.Equal(["success"], Ids(Maintenance.Reset(query, force: true, Make.Start)));
        Assert.Empty(Maintenance.Reset(query, force: true, Make.Start));
    }

    [Fact]
    public void Reset_leaves_to_the_next_start_what_a_dead_run_had_in_flight()
    {
        var dead = OpenInPass("a", "b");
        Claim(dead, Make.Claim(1, 1));
        End(dead, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1));
        Claim(dead, Make.Claim(2, 1, number: 2), Make.Claim(3, 2));
        KillAll();

        Assert.Empty(Maintenance.Reset(new JobQuery(), force: true, Make.Start));

        var inFlight = Open().Open(Make.Terms(), Make.Start).InFlight;
        Assert.Equal(
            [JobStatus.Retrying, JobStatus.Pending],
            inFlight.Select(attempt => attempt.Job.Status)
        );
    }

    [Fact]
    public void Reset_is_refused_while_a_run_is_live()
    {
        Open("a");

        Assert.Throws<LiveRunException>(() =>
            Maintenance.Reset(new JobQuery(), force: true, Make.Start)
        );
    }

    [Fact]
    public void A_stop_request_reaches_the_live_run_and_not_the_next_one()
    {
        var store = Open("a");
        Assert.False(store.Beat(Make.Start).StopIsRequested);
        Assert.False(store.Glance().StopIsRequested);

        var owner = Maintenance.RequestStop(Make.Start);

        Assert.Equal("here", owner?.Process.HostName);
        Assert.True(store.Glance().StopIsRequested);
        Assert.True(store.Beat(Make.Start).StopIsRequested);
        store.Dispose();
        Assert.Null(Maintenance.RequestStop(Make.Start));
        var next = Open();
        Assert.False(next.Glance().StopIsRequested);
        Assert.False(next.Beat(Make.Start).StopIsRequested);
    }

    [Fact]
    public void A_dead_run_is_not_asked_to_stop()
    {
        Open("a");
        KillAll();

        Assert.Null(Maintenance.RequestStop(Make.Start));
    }
}
