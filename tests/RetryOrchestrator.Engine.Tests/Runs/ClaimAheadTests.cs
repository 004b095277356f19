using System.Diagnostics;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Short attempts are claimed before their turn has come; nobody is to notice.</summary>
public sealed class ClaimAheadTests : IDisposable
{
    private const int Ahead = 8;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Many_attempts_claimed_ahead_end_like_any_others()
    {
        _run.Options = _run.Options with { Workers = 3 };

        var end = await _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, 500).Select(n => $"v{n}@a{n % 70}")]),
            new DelegateExecutor(a => a.CountedBefore == 0 ? Result.Infrastructure : Result.Ok)
            {
                ClaimAhead = 64,
            }
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal([500, 500], _run.Passes().Select(pass => pass.Processed));
        Assert.Equal(1000, _run.Attempts().Count);
    }

    [Theory]
    [InlineData(true, "boot", false, true)]
    [InlineData(false, "boot", false, false)] // nothing would tell what had begun
    [InlineData(true, null, false, false)] // nor whether the machine was started anew since
    [InlineData(false, null, true, true)] // nothing is really run
    public async Task Nothing_is_claimed_ahead_that_could_not_be_told_from_what_has_begun(
        bool marks,
        string? bootId,
        bool simulated,
        bool isClaimedAhead
    )
    {
        if (!marks)
        {
            _run.Marks = null;
        }

        _run.Processes.BootId = bootId;
        var store = WatchStore();

        await _run.StartAsync(
            Jobs(20),
            new DelegateExecutor(_ => Result.Ok) { ClaimAhead = Ahead, IsSimulated = simulated }
        );

        Assert.Equal(isClaimedAhead ? Ahead : 1, store().MostOpen());
    }

    [Fact]
    public async Task A_claim_that_had_not_begun_when_the_process_died_is_taken_back()
    {
        await DieAtWork();

        await _run.StartAsync(Jobs(20), _ => Result.Ok);

        // The end of v2 was not recorded, v3 was at work.
        Assert.Equal(
            [
                "v2 1 Interrupted",
                "v2 2 Success",
                "v3 1 Interrupted",
                "v3 2 Success",
                "v4 1 Success",
            ],
            History("v2", "v3", "v4")
        );
        Assert.Equal(22, _run.Attempts().Count);
        Assert.Equal(20, _run.Jobs().Count(job => job.Status == JobStatus.Success));
        // The words of the dead process and of its servers, and both of each of the two.
        Assert.Equal(6, _run.Processes.Swept.Count);
    }

    [Fact]
    public async Task Once_the_machine_was_started_anew_every_claim_counts_as_begun()
    {
        await DieAtWork();
        _run.Processes.BootId = "boot-2";

        await _run.StartAsync(Jobs(20), _ => Result.Ok);

        Assert.Equal(["v4 1 Interrupted", "v4 2 Success"], History("v4"));
        Assert.Equal(20, _run.Jobs().Count(job => job.Status == JobStatus.Success));
    }

    [Fact]
    public async Task What_waits_behind_a_long_attempt_is_given_to_another_worker()
    {
        const int Count = 40;
        _run.Options = _run.Options with { Workers = 2 };
        using var others = new CountdownEvent(Count - 1);

        var end = await _run.StartAsync(
            Jobs(Count),
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
            Jobs(6),
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

        Assert.Equal(["v4 1 Cancelled"], History("v4"));
        Assert.Equal(JobStatus.Pending, _run.Jobs().Single(job => job.JobId == "v4").Status);
        Assert.Equal(1, _run.Passes().Single().Cancelled);
    }

    [Fact]
    public async Task At_a_stop_what_had_not_begun_is_as_if_it_had_never_been_claimed()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;

        await _run.StartAsync(
            Jobs(20),
            new DelegateExecutor(attempt =>
            {
                if (attempt.Job.Id != "v5")
                {
                    return Result.Ok;
                }

                stop.Cancel();
                return AttemptResult.Stopped;
            })
            {
                ClaimAhead = Ahead,
            }
        );

        Assert.Equal(["v4 1 Success", "v5 1 Cancelled"], History("v4", "v5", "v6", "v7", "v20"));
        Assert.Equal(1, _run.Passes().Single().Cancelled);
        Assert.Equal(16, _run.Jobs().Count(job => job.Status == JobStatus.Pending));
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_marked_is_not_begun_and_ends_the_run()
    {
        _run.Marks = new MemoryBeginMarks { Fault = new StateException("StateUnwritable", "full") };
        var begun = 0;

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(
                Jobs(3),
                new DelegateExecutor(_ =>
                {
                    begun++;
                    return Result.Ok;
                })
                {
                    ClaimAhead = Ahead,
                }
            )
        );

        Assert.Equal("full", fault.Message);
        Assert.Equal(0, begun);
    }

    /// <summary>
    /// One worker, which has v3 at work and some behind it when the process dies of recording v2.
    /// </summary>
    private async Task DieAtWork()
    {
        using var atWork = new ManualResetEventSlim();
        _run.WrapStore = inner => new CrashingStore(inner, CrashingStore.Never)
        {
            CrashOnEndOf = 2,
            BeforeThatEnd = () => Assert.True(atWork.Wait(Deadline), "v3 never began"),
        };
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(
                Jobs(20),
                new DelegateExecutor(
                    (attempt, signals) =>
                    {
                        if (attempt.Job.Id == "v3")
                        {
                            atWork.Set();
                            // Until it is noticed that the process is dead.
                            signals.Stop.WaitHandle.WaitOne(Deadline);
                        }

                        return ValueTask.FromResult(Result.Ok);
                    }
                )
                {
                    ClaimAhead = Ahead,
                }
            )
        );
        _run.WrapStore = store => store;
    }

    private Func<ClaimWatch> WatchStore()
    {
        CrashingStore? store = null;
        _run.WrapStore = inner => store = new CrashingStore(inner, CrashingStore.Never);
        return () => new ClaimWatch(store!.Facts);
    }

    private List<string> History(params string[] jobs) =>
        _run.Attempts()
            .Where(attempt => jobs.Contains(attempt.JobId))
            .Select(attempt => $"{attempt.JobId} {attempt.Number} {attempt.Outcome}")
            .ToList();

    private static ListSource Jobs(int count) =>
        ListSource.Of([.. Enumerable.Range(1, count).Select(n => $"v{n}")]);

    /// <summary>The claims among the facts of a run.</summary>
    private sealed class ClaimWatch(IReadOnlyList<string> facts)
    {
        /// <summary>How many were open at once.</summary>
        public int MostOpen()
        {
            var (open, most) = (0, 0);
            foreach (var fact in facts.Where(fact => fact.StartsWith('v')))
            {
                open += fact.EndsWith("claimed") ? 1 : -1;
                most = Math.Max(most, open);
            }

            return most;
        }
    }
}
