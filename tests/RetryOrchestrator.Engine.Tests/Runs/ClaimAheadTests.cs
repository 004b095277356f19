using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Short attempts are claimed before their turn has come; nobody is to notice.</summary>
public sealed class ClaimAheadTests : IDisposable
{
    private const int Ahead = 8;

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
            ListSource.Numbered(20),
            new DelegateExecutor(_ => Result.Ok) { ClaimAhead = Ahead, IsSimulated = simulated }
        );

        Assert.Equal(isClaimedAhead ? Ahead : 1, store().MostOpen());
    }

    [Fact]
    public async Task At_a_stop_what_had_not_begun_is_as_if_it_had_never_been_claimed()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;

        await _run.StartAsync(
            ListSource.Numbered(20),
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

        Assert.Equal(
            ["v4 1 Success", "v5 1 Cancelled"],
            _run.History("v4", "v5", "v6", "v7", "v20")
        );
        Assert.Equal(1, _run.Passes().Single().Cancelled);
        Assert.Equal(16, _run.Jobs().Count(job => job.Status == JobStatus.Pending));
    }

    [Fact]
    public async Task Where_every_job_fails_jobs_are_not_claimed_again_and_again_to_be_given_back()
    {
        const int jobs = 2000;
        _run.Options = _run.Options with { Workers = 3, MaxPasses = 1, OutageHold = TimeSpan.Zero };
        var store = WatchStore();

        await _run.StartAsync(
            ListSource.Numbered(jobs),
            new DelegateExecutor(_ => Result.Infrastructure) { ClaimAhead = 64, IsSimulated = true }
        );

        Assert.Equal(jobs, _run.Passes().Single().FailedInfrastructure);
        Assert.InRange(store().Claims, jobs, jobs * 5 / 4);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_marked_is_not_begun_and_ends_the_run()
    {
        _run.Marks = new MemoryBeginMarks { Fault = new StateException("StateUnwritable", "full") };
        var begun = 0;

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(
                ListSource.Numbered(3),
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

    private Func<ClaimWatch> WatchStore()
    {
        CrashingStore? store = null;
        _run.WrapStore = inner => store = new CrashingStore(inner, CrashingStore.Never);
        return () => new ClaimWatch(store!.Facts);
    }

    /// <summary>The claims among the facts of a run.</summary>
    private sealed class ClaimWatch(IReadOnlyList<string> facts)
    {
        /// <summary>How many there were.</summary>
        public int Claims => facts.Count(fact => fact.EndsWith("claimed"));

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
