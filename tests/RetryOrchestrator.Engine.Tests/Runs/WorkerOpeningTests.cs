using System.Collections.Concurrent;
using System.Diagnostics;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Workers that cost something to open are opened as they pay.</summary>
public sealed class WorkerOpeningTests : IDisposable
{
    private const int Workers = 16;

    private static readonly TimeSpan Cost = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RunHarness _run = new();
    private readonly ConcurrentBag<int> _opened = [];

    public WorkerOpeningTests() => _run.Options = _run.Options with { Workers = Workers };

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Attempts_that_take_no_time_are_left_to_a_few()
    {
        var end = await _run.StartAsync(Jobs(2_000), Executor(_ => Result.Ok));

        Assert.True(end.AllSucceeded);
        Assert.Equal(WorkerRamp.AtFirst, _opened.Count);
    }

    [Fact]
    public async Task Workers_that_cost_nothing_all_get_a_job_at_once()
    {
        using var together = new Barrier(Workers);

        await _run.StartAsync(
            Jobs(Workers),
            Executor(
                _ => together.SignalAndWait(Deadline) ? Result.Ok : Result.Infrastructure,
                cost: TimeSpan.Zero
            )
        );

        Assert.Equal(
            Enumerable.Range(1, Workers),
            _run.Attempts().Select(a => a.Worker).Order().Distinct()
        );
        Assert.Equal(Workers, _run.Attempts().Count);
    }

    [Fact]
    public async Task Attempts_that_take_a_while_have_more_of_them_opened()
    {
        var end = await _run.StartAsync(
            Jobs(2_000),
            Executor(
                _ =>
                {
                    _run.Time.Advance(TimeSpan.FromMilliseconds(5));
                    return Result.Ok;
                },
                // With more they would look long, of time that passed in other workers.
                claimAhead: 1
            )
        );

        Assert.True(end.AllSucceeded);
        Assert.InRange(_opened.Count, WorkerRamp.AtFirst + 1, Workers);
    }

    [Fact]
    public async Task Only_one_job_waits_for_a_worker_that_gets_ready()
    {
        const int Count = 200;
        using var others = new CountdownEvent(Count - 1);
        _run.Options = _run.Options with { Workers = 2 };

        var end = await _run.StartAsync(
            Jobs(Count),
            Executor(
                attempt =>
                {
                    if (attempt.Worker == 1)
                    {
                        others.Signal();
                    }

                    return Result.Ok;
                },
                open: worker =>
                    worker == 1 ? Task.CompletedTask : Task.Run(() => others.Wait(Deadline))
            )
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(1, _run.Attempts().Count(attempt => attempt.Worker == 2));
    }

    [Fact]
    public async Task Long_attempts_have_all_of_them_opened()
    {
        using var together = new CountdownEvent(Workers);

        var end = await _run.StartAsync(
            Jobs(Workers * 2),
            Executor(_ => MeetAt(together, step: WorkerRamp.PatienceWithFirst * 2))
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(Enumerable.Range(1, Workers), _opened.Order());
        Assert.Equal(Workers * 2, _run.Attempts().Count);
    }

    [Fact]
    public async Task A_worker_is_opened_once_in_each_pass_that_needs_it()
    {
        // Everything fails at first: the run is not to hold for it.
        _run.Options = _run.Options with
        {
            OutageHold = TimeSpan.Zero,
        };
        var end = await _run.StartAsync(
            Jobs(200),
            Executor(a => a.CountedBefore == 0 ? Result.Infrastructure : Result.Ok)
        );

        Assert.True(end.AllSucceeded);
        // Whether it still has what it opened in the pass before, the executor knows.
        Assert.Equal(
            Enumerable.Range(1, WorkerRamp.AtFirst).SelectMany(n => new[] { n, n }),
            _opened.Order()
        );
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_workers_that_were_never_opened()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;

        await _run.StartAsync(
            Jobs(100),
            Executor(_ =>
            {
                lock (stop)
                {
                    // When it returns, all have heard of it.
                    stop.Cancel();
                }

                return AttemptResult.Stopped;
            })
        );

        Assert.InRange(_opened.Count, 1, WorkerRamp.AtFirst);
        Assert.InRange(_run.Attempts().Count, 1, WorkerRamp.AtFirst);
    }

    private static ListSource Jobs(int count) =>
        ListSource.Of([.. Enumerable.Range(1, count).Select(n => $"v{n}")]);

    private DelegateExecutor Executor(
        Func<Attempt, AttemptResult> execute,
        TimeSpan? cost = null,
        int claimAhead = 8,
        Func<int, Task>? open = null
    ) =>
        new(execute)
        {
            OpeningCost = cost ?? Cost,
            ClaimAhead = claimAhead,
            OnOpen = worker =>
            {
                _opened.Add(worker);
                return open?.Invoke(worker) ?? Task.CompletedTask;
            },
        };

    /// <summary>Succeeds once so many are at work at once; meanwhile time passes.</summary>
    private AttemptResult MeetAt(CountdownEvent together, TimeSpan step)
    {
        if (!together.IsSet)
        {
            together.Signal();
        }

        var limit = Stopwatch.StartNew();
        while (!together.Wait(TimeSpan.FromMilliseconds(10)))
        {
            _run.Time.Advance(step);
            if (limit.Elapsed > Deadline)
            {
                return Result.Infrastructure;
            }
        }

        return Result.Ok;
    }
}
