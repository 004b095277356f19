using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

public sealed class WholeRunTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Everything_that_can_succeed_does_in_as_many_passes_as_it_takes()
    {
        var end = await _run.StartAsync(
            new Dictionary<string, AttemptResult[]>
            {
                ["v1"] = [Result.Ok],
                ["v2"] = [Result.Infrastructure, Result.Ok],
                ["v3"] = [Result.Unknown, Result.Infrastructure, Result.Ok],
            }
        );

        Assert.Equal(PassResult.AllComplete, end.Result);
        Assert.True(end.AllSucceeded);
        Assert.Equal([1, 1, 1], _run.Passes().Select(pass => pass.Succeeded));
        Assert.Equal([3, 2, 1], _run.Passes().Select(pass => pass.Processed));
        Assert.Equal([2, 1, 0], _run.Passes().Select(pass => pass.WillRetry));
    }

    [Fact]
    public async Task A_run_of_failures_ends_after_its_passes_and_says_what_is_still_due()
    {
        _run.Options = _run.Options with { MaxPasses = 2 };

        var end = await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Unknown] }
        );

        Assert.Equal(PassResult.MaxPassesReached, end.Result);
        Assert.Equal(1, end.Jobs.Retrying);
        Assert.Equal(2, _run.Attempts().Count);
    }

    [Fact]
    public async Task After_an_account_failure_the_accounts_other_jobs_are_skipped()
    {
        var end = await _run.StartAsync(
            new Dictionary<string, AttemptResult[]>
            {
                ["v1@ann"] = [Result.Account],
                ["v2@bob"] = [Result.Ok],
                ["v3@ann"] = [Result.Ok],
            }
        );

        Assert.Equal(PassResult.OnlyNonRetryable, end.Result);
        Assert.Equal(
            [JobStatus.Failed, JobStatus.Success, JobStatus.Skipped],
            _run.Jobs().Select(job => job.Status)
        );
        Assert.Equal(1, _run.Passes().Single().Skipped);
        Assert.Contains("account 'ann' failed in job 'v1'", _run.Jobs()[2].LastError);
    }

    [Fact]
    public async Task Two_jobs_of_one_account_are_never_at_work_at_once()
    {
        _run.Options = _run.Options with { Workers = 4 };
        var busy = 0;
        var most = 0;

        await _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, 20).Select(n => $"v{n}@ann")]),
            new DelegateExecutor(
                async (_, _) =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref busy));
                    await Task.Yield();
                    Interlocked.Decrement(ref busy);
                    return AttemptResult.Success;
                }
            )
        );

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task All_workers_are_at_work_at_once()
    {
        _run.Options = _run.Options with { Workers = 4 };
        using var together = new Barrier(4);

        var end = await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3", "v4"),
            new DelegateExecutor(
                (_, _) =>
                    new ValueTask<AttemptResult>(
                        Task.Factory.StartNew(
                            () =>
                                together.SignalAndWait(TimeSpan.FromSeconds(30))
                                    ? AttemptResult.Success
                                    : AttemptResult.FailedWith("alone"),
                            TaskCreationOptions.LongRunning
                        )
                    )
            )
        );

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task A_claim_is_stored_before_its_job_starts_and_an_end_before_it_is_told()
    {
        _run.OnEvent = runEvent =>
        {
            if (runEvent is AttemptsMoved moved)
            {
                var ended = _run.Attempts().Where(a => a.EndedAt is not null).Select(a => a.JobId);
                Assert.Subset(ended.ToHashSet(), moved.Ended.Select(e => e.JobId).ToHashSet());
            }
        };

        var end = await _run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
                _run.Attempts().Any(a => a.JobId == attempt.Job.Id && a.EndedAt is null)
                    ? Result.Ok
                    : AttemptResult.FailedWith("not claimed")
        );

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task A_second_start_finds_nothing_to_do()
    {
        var jobs = new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Ok] };
        await _run.StartAsync(jobs);

        var end = await _run.StartAsync(jobs);

        Assert.Null(end.Result);
        Assert.True(end.AllSucceeded);
        Assert.Single(_run.Attempts());
        Assert.Empty(_run.Events.Of<PassStarted>());
    }

    [Fact]
    public async Task A_fresh_run_gives_mended_failures_a_new_budget_and_leaves_accounts_alone()
    {
        _run.Options = _run.Options with { InfrastructureRetryLimit = 0 };
        var jobs = ListSource.Of("v1", "v2@ann", "v3@ann", "v4", "v5");
        await _run.StartAsync(
            jobs,
            attempt =>
                attempt.Job.Id switch
                {
                    "v1" => Result.Infrastructure,
                    "v2" => Result.Account,
                    "v4" => Result.Input,
                    _ => Result.Ok,
                }
        );

        await _run.StartAsync(jobs, _ => Result.Ok);

        Assert.Equal(
            ["v1", "v4"],
            _run.Attempts().Where(a => a.RunId == 2).Select(a => a.JobId).Order()
        );
        Assert.Equal(
            [
                JobStatus.Success,
                JobStatus.Failed,
                JobStatus.Skipped,
                JobStatus.Success,
                JobStatus.Success,
            ],
            _run.Jobs().Select(job => job.Status)
        );
    }

    [Fact]
    public async Task New_jobs_only_leaves_all_earlier_failures_alone()
    {
        _run.Options = _run.Options with { MaxPasses = 1, NewJobsOnly = true };
        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Infrastructure);

        await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        Assert.Equal([JobStatus.Failed, JobStatus.Success], _run.Jobs().Select(job => job.Status));
    }

    [Fact]
    public async Task The_wait_is_counted_down_second_by_second()
    {
        _run.Options = _run.Options with { RetryDelay = TimeSpan.FromSeconds(3), MaxPasses = 2 };

        await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Unknown] }
        );

        Assert.Equal([2, 1], _run.Events.Of<WaitTicked>().Select(tick => tick.Remaining));
        Assert.Equal(3, _run.Events.Of<WaitStarted>().Single().Seconds);
        Assert.False(_run.Events.Of<WaitEnded>().Single().Cancelled);
    }
}
