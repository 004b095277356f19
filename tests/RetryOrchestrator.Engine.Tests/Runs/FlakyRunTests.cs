using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Jobs that succeed only on a retry, and what that costs.</summary>
public sealed class FlakyRunTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Jobs_that_succeed_on_a_retry_are_counted_with_the_time_of_their_failed_attempts()
    {
        var end = await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3", "v4"),
            attempt =>
            {
                var fails = attempt.Job.Id switch
                {
                    "v2" => 1,
                    "v3" => 2,
                    _ => 0,
                };
                if (attempt.CountedBefore >= fails)
                {
                    return Result.Ok;
                }

                _run.Time.Advance(TimeSpan.FromSeconds(10));
                return Result.Infrastructure;
            }
        );

        Assert.Equal(
            [(0, 0, 0, 0), (1, 10, 1, 10), (1, 20, 2, 30)],
            _run.Passes()
                .Select(pass =>
                    (
                        pass.SucceededOnRetry,
                        (int)pass.RetryTime.TotalSeconds,
                        pass.RunSucceededOnRetry,
                        (int)pass.RunRetryTime.TotalSeconds
                    )
                )
        );
        Assert.Equal(
            ["v2", "v3"],
            _run.Jobs().Where(job => job.SucceededOnRetry).Select(job => job.JobId)
        );
        Assert.Equal((2, 30), (end.SucceededOnRetry, (int)end.RetryTime.TotalSeconds));
        Assert.Equal(PassResult.AllComplete, end.Result);
        var status = _run.Read(reader => reader.ReadStatus());
        Assert.Equal((2, 30), (status.SucceededOnRetry, (int)status.RetryTime.TotalSeconds));
    }

    [Fact]
    public async Task With_FailOnFlaky_that_is_no_full_success()
    {
        _run.Options = _run.Options with { FailOnFlaky = true };

        var end = await _run.StartAsync(FailsOnce());

        Assert.Equal(PassResult.CompleteWithFlaky, end.Result);
        Assert.True(end is { AllSucceeded: true, IsFlaky: true });
        Assert.Equal(
            "COMPLETE, NOT CLEAN: all 2 jobs succeeded, 1 only on a retry",
            _run.Passes()[^1].NextAction
        );

        // The next start has nothing to do, and nothing of it to report.
        Assert.False((await _run.StartAsync(FailsOnce())).IsFlaky);
    }

    [Fact]
    public async Task With_FailOnFlaky_a_run_without_retries_is_a_full_success()
    {
        _run.Options = _run.Options with { FailOnFlaky = true };

        var end = await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Ok] }
        );

        Assert.Equal(PassResult.AllComplete, end.Result);
    }

    [Fact]
    public async Task What_failed_in_an_earlier_run_and_succeeds_at_once_in_this_one_is_not_flaky()
    {
        _run.Options = _run.Options with { MaxPasses = 1 };
        await _run.StartAsync(FailsOnce());

        await _run.StartAsync(FailsOnce());

        Assert.DoesNotContain(_run.Jobs(), job => job.SucceededOnRetry);
        Assert.All(_run.Passes(), pass => Assert.Equal(0, pass.SucceededOnRetry));
    }

    [Fact]
    public async Task Attempts_that_were_stopped_make_no_job_flaky()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        await _run.StartAsync(
            ListSource.Of("v1"),
            _ =>
            {
                stop.Cancel();
                return AttemptResult.Stopped;
            }
        );

        _run.Stop = default;
        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.Equal(0, _run.Passes()[^1].RunSucceededOnRetry);
    }

    [Fact]
    public async Task What_is_reset_in_a_pass_that_was_stopped_is_forgotten_there()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        await _run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
            {
                if (attempt.CountedBefore == 0)
                {
                    return Result.Infrastructure;
                }

                if (attempt.Job.Id == "v1")
                {
                    return Result.Ok;
                }

                stop.Cancel();
                return AttemptResult.Stopped;
            }
        );
        Assert.Equal(1, _run.Passes()[^1].SucceededOnRetry);
        _run.Reset("v1", force: true);

        _run.Stop = default;
        await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        // v1 succeeded at once in its new budget, v2 after its failure.
        Assert.Equal((2, 1), (_run.Passes()[^1].Succeeded, _run.Passes()[^1].SucceededOnRetry));
    }

    private static Dictionary<string, AttemptResult[]> FailsOnce() =>
        new() { ["v1"] = [Result.Ok], ["v2"] = [Result.Infrastructure, Result.Ok] };
}
