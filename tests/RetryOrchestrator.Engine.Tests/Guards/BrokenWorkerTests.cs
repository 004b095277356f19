using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Rule 3 in whole runs: 60 jobs, three workers, one of them broken.</summary>
public sealed class BrokenWorkerTests : IDisposable
{
    private const int Jobs = 60;
    private const int Broken = 2;

    private readonly RunHarness _run = new();
    private readonly object _lock = new();
    private readonly HashSet<(string Job, int Number)> _waited = [];
    private readonly HashSet<(string Job, int Number)> _seen = [];
    private int _begun;

    public BrokenWorkerTests() => _run.Options = new OrchestratorOptions { Workers = 3 };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8)]
    [InlineData(20, 1)]
    [InlineData(20, 8)]
    public async Task It_loses_three_attempts_and_no_job_pays_for_it(int breaksAt, int claimAhead)
    {
        var end = await StartAsync(IsBroken, claimAhead);

        Assert.True(end.AllSucceeded);
        Assert.All(
            _run.Jobs(),
            job => Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempts))
        );
        var lost = _run.Attempts().Where(a => a.Outcome == AttemptOutcome.Failed).ToList();
        Assert.All(lost, attempt => Assert.Contains("worker 2", attempt.GivenBack));
        Assert.Equal(3, lost.Count(attempt => attempt.GivenBack == "worker 2 was set aside"));
        Assert.Equal(0, _run.Passes()[0].Failed);
        Assert.Equal(lost.Count, _run.Passes()[0].GivenBack);
        Assert.Contains("worker 2 set aside", _run.Passes()[0].Guards);

        bool IsBroken(Attempt attempt, int nth) => attempt.Worker == 2 && nth > breaksAt;
    }

    [Fact]
    public async Task Why_it_was_set_aside_stands_in_the_status()
    {
        await StartAsync((attempt, _) => attempt.Worker == 2, claimAhead: 1);

        var act = _run.Read(reader => reader.ReadStatus()).Guards[0];
        Assert.Equal(("worker 2", "set aside", 1), (act.Subject, act.Action, act.Pass));
        Assert.Contains("3 different jobs failed on it in a row", act.Detail);
        Assert.Contains(_run.Events.All.OfType<GuardActed>(), acted => acted.Act == act);
    }

    [Fact]
    public async Task Healed_it_comes_back_when_the_job_it_is_tried_with_succeeds()
    {
        var isHealed = false;
        _run.OnEvent = happened =>
        {
            // Its pause passes while the others work.
            isHealed |= happened is GuardActed { Act.Action: "set aside" };
        };
        await StartAsync(
            (attempt, _) =>
            {
                if (isHealed)
                {
                    _run.Time.Advance(TimeSpan.FromSeconds(1));
                }

                return attempt.Worker == 2 && !isHealed;
            },
            claimAhead: 1
        );

        Assert.Equal(
            ["set aside", "back in use"],
            _run.Read(reader => reader.ReadStatus()).Guards.Select(act => act.Action)
        );
        Assert.Contains(
            _run.Attempts(),
            attempt => attempt is { Worker: 2, Outcome: AttemptOutcome.Success }
        );
    }

    [Fact]
    public async Task Turned_off_every_failure_counts()
    {
        _run.Options = _run.Options with { GuardSlots = false };

        await StartAsync((attempt, _) => attempt.Worker == 2, claimAhead: 1);

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
        Assert.All(_run.Attempts(), attempt => Assert.Null(attempt.GivenBack));
    }

    [Fact]
    public async Task The_only_worker_is_not_set_aside()
    {
        _run.Options = _run.Options with { Workers = 1, OutageHold = TimeSpan.Zero };
        _run.StopWhenGuardsAct();

        await StartAsync((_, nth) => nth is > 20 and < 30, claimAhead: 1);

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    // What the broken worker was given it begins before the others go on: how many attempts it has
    // is not left to the machine.
    private Task<RunEnd> StartAsync(Func<Attempt, int, bool> fails, int claimAhead)
    {
        var told = _run.OnEvent;
        _run.OnEvent = happened =>
        {
            told?.Invoke(happened);
            if (happened is AttemptsMoved moved)
            {
                Await(moved);
            }
        };
        return _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, Jobs).Select(n => $"v{n}")]),
            new DelegateExecutor(attempt =>
            {
                lock (_lock)
                {
                    if (attempt.Worker == Broken)
                    {
                        See((attempt.Job.Id, attempt.Number));
                    }

                    while (attempt.Worker != Broken && _waited.Count > 0)
                    {
                        Monitor.Wait(_lock);
                    }

                    return fails(attempt, ++_begun) ? Result.Infrastructure : Result.Ok;
                }
            })
            {
                ClaimAhead = claimAhead,
            }
        );
    }

    private void Await(AttemptsMoved moved)
    {
        lock (_lock)
        {
            _waited.UnionWith(
                moved
                    .Started.Where(one => one.Worker == Broken)
                    .Select(one => (one.JobId, one.Number))
                    .Except(_seen)
            );
            // It may have been given back before it began.
            foreach (var one in moved.Ended)
            {
                See((one.JobId, one.Number));
            }
        }
    }

    private void See((string Job, int Number) attempt)
    {
        _seen.Add(attempt);
        _waited.Remove(attempt);
        Monitor.PulseAll(_lock);
    }
}
