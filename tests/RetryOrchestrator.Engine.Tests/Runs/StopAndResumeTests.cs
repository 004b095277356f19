using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>A run that is told to stop, and the start that goes on with it.</summary>
public sealed class StopAndResumeTests : IDisposable
{
    private readonly RunHarness _run = new();
    private readonly CancellationTokenSource _stop = new();

    public StopAndResumeTests() => _run.Stop = _stop.Token;

    public void Dispose()
    {
        _run.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_stop_in_a_pass_cancels_what_is_in_flight_and_counts_nothing_of_it()
    {
        var end = await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), StopDuring("v2"));

        Assert.True(end.Stopped);
        Assert.Equal(PassResult.Cancelled, _run.Passes().Single().Result);
        Assert.Equal(
            [JobStatus.Success, JobStatus.Pending, JobStatus.Pending],
            _run.Jobs().Select(job => job.Status)
        );
        Assert.Equal(AttemptOutcome.Cancelled, _run.Attempts()[1].Outcome);
        Assert.Equal(0, _run.Jobs()[1].Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_before_the_first_pass_begins_none(bool isResumed)
    {
        if (isResumed)
        {
            await _run.StartAsync(ListSource.Of("v1", "v2"), StopDuring("v2"));
        }

        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        _run.OnEvent = runEvent =>
        {
            if (runEvent is RunOpened)
            {
                stop.Cancel();
            }
        };
        var before = _run.Attempts().Count;

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        Assert.Equal((true, 0, (PassResult?)null), (end.Stopped, end.Passes, end.Result));
        Assert.Equal(RunState.Stopped, _run.Read(reader => reader.ReadStatus()).State);
        Assert.Equal(isResumed ? 1 : 0, _run.Passes().Count);
        Assert.Equal(before, _run.Attempts().Count);
    }

    [Fact]
    public async Task A_stop_says_at_once_how_many_are_at_work_and_how_long_they_have()
    {
        _run.Options = _run.Options with { Workers = 2, ShutdownTimeout = TimeSpan.FromSeconds(7) };
        var told = new TaskCompletionSource();
        _run.OnEvent = runEvent =>
        {
            if (runEvent is StopBegan)
            {
                told.SetResult();
            }
        };
        using var bothAtWork = new Barrier(2, _ => _stop.Cancel());

        // None of them ends before it was said.
        await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3"),
            new DelegateExecutor(
                async (_, _) =>
                {
                    bothAtWork.SignalAndWait(TestContext.Current.CancellationToken);
                    await told.Task;
                    return AttemptResult.Stopped;
                }
            )
        );

        var stop = Assert.Single(_run.Events.Of<StopBegan>());
        Assert.Equal((2, TimeSpan.FromSeconds(7)), (stop.AtWork, stop.Grace));
    }

    [Fact]
    public async Task A_stop_in_the_wait_has_nothing_at_work_to_tell_of()
    {
        _run.OnEvent = runEvent =>
        {
            if (runEvent is WaitStarted)
            {
                _stop.Cancel();
            }
        };

        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Infrastructure);

        Assert.Empty(_run.Events.Of<StopBegan>());
        Assert.True(Assert.Single(_run.Events.Of<WaitEnded>()).Cancelled);
    }

    [Fact]
    public async Task Who_wants_no_further_pass_is_heard_before_it_begins_though_there_is_no_delay()
    {
        _run.Options = _run.Options with { RetryDelay = TimeSpan.Zero };
        _run.WhenShown = () =>
        {
            // As Select-Object -First 1 does with the summary it is handed.
            _stop.Cancel();
            return Task.CompletedTask;
        };

        var end = await _run.StartAsync(ListSource.Of("v1"), _ => Result.Infrastructure);

        Assert.True(end.Stopped);
        Assert.Equal(1, _run.Passes().Single().Pass);
        Assert.Single(_run.Events.Of<PassStarted>());
    }

    [Fact]
    public async Task A_summary_that_is_never_shown_does_not_hold_up_the_next_pass()
    {
        _run.Options = _run.Options with { RetryDelay = TimeSpan.Zero };
        var never = new TaskCompletionSource();
        _run.WhenShown = () => never.Task;

        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.Pass == 1 ? Result.Infrastructure : Result.Ok
        );

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task The_next_start_resumes_the_pass_and_its_numbers_cover_the_whole_pass()
    {
        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), StopDuring("v2"));

        _run.Stop = default;
        var end = await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        Assert.Equal(PassResult.AllComplete, end.Result);
        var pass = _run.Passes().Single();
        Assert.Equal((1, 3, 0), (pass.Pass, pass.Succeeded, pass.Cancelled));
        Assert.Equal(1, _run.Attempts().Count(a => a.JobId == "v1"));
        Assert.True(_run.Events.Of<PassStarted>().Single().Resumed);
    }

    [Fact]
    public async Task Each_job_counts_in_its_pass_by_its_last_attempt_however_often_that_was_stopped()
    {
        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), StopDuring("v2"));
        var once = _run.Passes().Single();
        using var again = new CancellationTokenSource();
        _run.Stop = again.Token;
        await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3"),
            attempt =>
            {
                again.Cancel();
                return attempt.Job.Id == "v2" ? AttemptResult.Stopped : Result.Ok;
            }
        );
        var twice = _run.Passes().Single();

        _run.Stop = default;
        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        Assert.Equal((1, 1), (once.Processed, once.Cancelled));
        Assert.Equal((1, 1), (twice.Processed, twice.Cancelled));
        var whole = _run.Passes().Single();
        Assert.Equal((3, 3, 0), (whole.Processed, whole.Succeeded, whole.Cancelled));
        Assert.Equal(2, _run.Attempts().Count(a => a.Outcome == AttemptOutcome.Cancelled));
    }

    [Fact]
    public async Task A_pass_in_which_nothing_but_cancelled_attempts_ended_is_resumed_as_such()
    {
        await _run.StartAsync(ListSource.Of("v1"), StopDuring("v1"));
        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        _run.Stop = default;
        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(_run.Events.Of<PassStarted>().Single().Resumed);
        Assert.Equal(0, _run.Passes().Single().Cancelled);
    }

    [Fact]
    public async Task A_start_that_finds_nothing_to_do_leaves_the_passes_of_the_last_run_to_be_seen()
    {
        await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);
        await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        Assert.Equal((1, 2), (_run.Passes().Single().RunId, _run.Passes().Single().Succeeded));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fewer_passes_than_the_run_has_come_to_are_not_passed_over_in_silence(
        bool inTheWait
    )
    {
        _run.Options = _run.Options with { MaxPasses = 5 };
        _run.OnEvent = runEvent =>
        {
            if (inTheWait && runEvent is WaitStarted { NextPass: 3 })
            {
                _stop.Cancel();
            }
        };
        await _run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                if (!inTheWait && attempt.Pass == 3)
                {
                    _stop.Cancel();
                    return AttemptResult.Stopped;
                }

                return Result.Infrastructure;
            }
        );

        _run.OnEvent = null;
        _run.Stop = default;
        _run.Options = _run.Options with { MaxPasses = 2 };
        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        var said = Assert.Single(_run.Events.Of<WarningRaised>()).Message;
        Assert.Contains("-MaxPasses is 2", said, StringComparison.Ordinal);
        Assert.Contains("pass 3", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_wait_ends_it_at_once_and_the_next_start_goes_on_with_the_next_pass()
    {
        var scripts = new Dictionary<string, AttemptResult[]>
        {
            ["v1"] = [Result.Infrastructure, Result.Ok],
        };
        _run.OnEvent = runEvent =>
        {
            if (runEvent is WaitTicked { Remaining: 20 })
            {
                _stop.Cancel();
            }
        };

        var stopped = await _run.StartAsync(
            ListSource.Of("v1"),
            new DelegateExecutor(_ => Result.Infrastructure)
        );
        (_run.OnEvent, _run.Stop) = (null, default);
        var end = await _run.StartAsync(scripts);

        Assert.True(stopped.Stopped);
        Assert.Equal(PassResult.AllComplete, end.Result);
        Assert.Equal([1, 2], _run.Passes().Select(pass => pass.Pass));
        Assert.Equal([1L, 1L], _run.Passes().Select(pass => pass.RunId));
        // What was left of the wait is waited out, not the whole of it again.
        Assert.Equal(20, _run.Events.Of<WaitStarted>().Single().Seconds);
    }

    private DelegateExecutor StopDuring(string job) =>
        new(attempt =>
        {
            if (attempt.Job.Id != job)
            {
                return Result.Ok;
            }

            _stop.Cancel();
            return AttemptResult.Stopped;
        });
}
