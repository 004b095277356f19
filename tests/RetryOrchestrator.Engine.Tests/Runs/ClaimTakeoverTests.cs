using System.Diagnostics;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>What was claimed ahead and waits behind a long attempt is done by another worker.</summary>
public sealed class ClaimTakeoverTests : IDisposable
{
    private const int Ahead = 8;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_waits_behind_a_long_attempt_is_given_to_another_worker()
    {
        const int Count = 40;
        _run.Options = _run.Options with { Workers = 2 };
        using var others = new CountdownEvent(Count - 1);

        var end = await _run.StartAsync(
            ListSource.Numbered(Count),
            new DelegateExecutor(attempt =>
            {
                if (attempt.Job.Id != "v9")
                {
                    others.Signal();
                    return Result.Ok;
                }

                var limit = Stopwatch.StartNew();
                while (!others.Wait(TimeSpan.FromMilliseconds(10)))
                {
                    // Longer than a short attempt may be: the coordinator looks up.
                    _run.Time.Advance(ClaimAhead.Patience * 4);
                    Assert.True(limit.Elapsed < Deadline, "a job waits behind the long one");
                }

                return Result.Ok;
            })
            {
                ClaimAhead = Ahead,
            }
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(Count, _run.Attempts().Count);
        Assert.All(_run.Attempts(), attempt => Assert.Equal(1, attempt.Number));
    }

    [Fact]
    public async Task What_another_worker_took_over_is_as_it_was_when_it_is_stopped_there()
    {
        _run.Options = _run.Options with { Workers = 2 };
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        using var longBegan = new ManualResetEventSlim();
        using var otherIsIdle = new ManualResetEventSlim();
        using var takenOver = new ManualResetEventSlim();
        _run.OnEvent = happened =>
        {
            if (happened is AttemptsMoved moved && moved.Ended.Any(end => end.JobId == "v2"))
            {
                otherIsIdle.Set();
            }
        };

        // One worker has v2 while the other ends v1 and is given all the rest, of which v3 is long.
        await _run.StartAsync(
            ListSource.Numbered(6),
            new DelegateExecutor(attempt =>
            {
                switch (attempt.Job.Id)
                {
                    case "v2":
                        Assert.True(longBegan.Wait(Deadline), "v3 never began");
                        break;
                    case "v3":
                        longBegan.Set();
                        Assert.True(otherIsIdle.Wait(Deadline), "v2 never ended");
                        var limit = Stopwatch.StartNew();
                        while (!takenOver.Wait(TimeSpan.FromMilliseconds(10)))
                        {
                            _run.Time.Advance(ClaimAhead.Patience * 4);
                            Assert.True(limit.Elapsed < Deadline, "v4 waits behind v3");
                        }

                        break;
                    case "v4":
                        takenOver.Set();
                        stop.Cancel();
                        return AttemptResult.Stopped;
                }

                return Result.Ok;
            })
            {
                ClaimAhead = Ahead,
            }
        );

        Assert.Equal(["v4 1 Cancelled"], _run.History("v4"));
        Assert.Equal(JobStatus.Pending, _run.Jobs().Single(job => job.JobId == "v4").Status);
        Assert.Equal(1, _run.Passes().Single().Cancelled);
    }
}
