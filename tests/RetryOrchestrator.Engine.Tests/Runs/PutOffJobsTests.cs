using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Passes in which nothing that attempts need can be had: every phone is away, say.</summary>
public sealed class PutOffJobsTests : IDisposable
{
    private static readonly AttemptResult PutOff = new AttemptResult.Deferred("no device");

    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_comes_back_in_the_wait_is_used_by_the_next_pass()
    {
        var back = false;
        _run.OnEvent = happened => back |= happened is WaitEnded;

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => back ? Result.Ok : PutOff);

        Assert.Equal(PassResult.AllComplete, end.Result);
        Assert.Equal(
            [PassResult.NoAttemptPossible, PassResult.AllComplete],
            _run.Passes().Select(pass => pass.Result)
        );
        Assert.Equal([2, 0], _run.Passes().Select(pass => pass.WillRetry));
        Assert.Equal(
            [(2, 0), (0, 2)],
            _run.Passes().Select(pass => (pass.Deferred, pass.Processed))
        );
        Assert.Equal(30, _run.Events.Of<WaitStarted>().Single().Seconds);
        Assert.All(_run.Jobs(), job => Assert.Equal(1, job.Attempts));
    }

    [Fact]
    public async Task A_run_in_which_nothing_is_ever_possible_uses_its_passes_and_no_attempt()
    {
        _run.Options = _run.Options with { MaxPasses = 3 };

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => PutOff);

        Assert.Equal(
            [
                PassResult.NoAttemptPossible,
                PassResult.NoAttemptPossible,
                PassResult.MaxPassesReached,
            ],
            _run.Passes().Select(pass => pass.Result)
        );
        Assert.Equal(2, end.Jobs.Retrying);
        Assert.Equal(2, _run.Read(reader => reader.ReadStatus()).Deferred);
        Assert.All(_run.Jobs(), job => Assert.Equal(0, job.Attempts));
    }

    [Fact]
    public async Task A_pass_in_which_one_job_was_attempted_was_possible()
    {
        _run.Options = _run.Options with { MaxPasses = 2 };

        await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Ok], ["v2"] = [PutOff] }
        );

        Assert.Equal(PassResult.RetryableRemaining, _run.Passes()[0].Result);
    }

    [Fact]
    public async Task A_stop_in_the_wait_after_it_is_resumed_in_the_next_pass()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        _run.OnEvent = happened =>
        {
            if (happened is WaitStarted)
            {
                stop.Cancel();
            }
        };
        var stopped = await _run.StartAsync(ListSource.Of("v1"), _ => PutOff);
        _run.Stop = CancellationToken.None;
        _run.OnEvent = null;

        var end = await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(stopped.Stopped);
        Assert.Equal((2, 1), (end.FirstPass, end.Passes));
        Assert.Equal(JobStatus.Success, _run.Jobs().Single().Status);
    }

    [Fact]
    public async Task The_workers_of_a_pass_are_counted_after_it_was_looked_what_there_is()
    {
        var there = 1;
        var workers = new List<int>();
        _run.Options = _run.Options with { Workers = 3 };

        await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3"),
            new DelegateExecutor(attempt =>
            {
                if (attempt.Pass == 1)
                {
                    return PutOff;
                }

                lock (workers)
                {
                    workers.Add(attempt.Worker);
                    return Result.Ok;
                }
            })
            {
                OnPass = pass => there = pass == 1 ? 1 : 3,
                Concurrency = () => there,
            }
        );

        Assert.Equal([1, 2, 3], workers.Order());
    }
}
