using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Rule 4 in whole runs: nothing works for a while, on a clock that the jobs move on.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(1);

    private readonly RunHarness _run = new();
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _failedAt = [];
    private Action<DyingStore, TimeSpan>? _whileHolding;
    private DateTimeOffset _heldFrom;
    private DateTimeOffset? _came;
    private volatile bool _isHolding;
    private int _atWork;

    public OutageTests() =>
        _run.Options = new OrchestratorOptions { Workers = 3, OutageHold = TimeSpan.FromHours(1) };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task No_job_fails_of_it_and_one_a_minute_finds_out_when_it_is_over(int minutes)
    {
        var lasts = TimeSpan.FromMinutes(minutes);

        var end = await StartAsync(2_000, outageAt: 1_000, lasts);

        Assert.True(end.AllSucceeded);
        Assert.All(
            _run.Jobs(),
            job => Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempts))
        );
        var acts = _run.Read(reader => reader.ReadStatus()).Guards;
        Assert.Equal(["held", "goes on"], acts.Select(act => act.Action));
        var over = _came!.Value + lasts;
        Assert.InRange(acts[1].At, over, over + TimeSpan.FromMinutes(1) + Takes * 4);
        var probes = _failedAt.Where(at => at > acts[0].At + Takes * 4).ToList();
        Assert.InRange(probes.Count, minutes - 2, minutes);
        Assert.All(
            probes.Zip(probes.Skip(1)),
            pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(1) - Takes * 3)
        );
    }

    [Fact]
    public async Task It_holds_no_longer_in_a_run_than_it_may()
    {
        _run.Options = _run.Options with { OutageHold = TimeSpan.FromSeconds(150) };

        var end = await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));

        Assert.False(end.AllSucceeded);
        var status = _run.Read(reader => reader.ReadStatus());
        Assert.Equal(["held", "goes on"], status.Guards.Select(act => act.Action));
        Assert.InRange(status.Held, TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(151));
    }

    [Fact]
    public async Task Turned_off_nothing_is_held()
    {
        _run.Options = _run.Options with { OutageHold = TimeSpan.Zero, MaxPasses = 1 };

        await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
        Assert.Equal(40, _run.Passes()[0].FailedInfrastructure);
    }

    [Fact]
    public async Task A_stop_ends_a_hold_at_once()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        _run.OnEvent = happened =>
        {
            if (happened is GuardActed)
            {
                stop.Cancel();
            }
        };

        var end = await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));

        Assert.True(end.Stopped);
        Assert.All(_run.Jobs(), job => Assert.Equal(0, job.Attempts));
    }

    [Fact]
    public async Task A_run_that_is_stopped_in_a_hold_and_resumed_holds_no_longer_in_all()
    {
        _run.Options = _run.Options with { OutageHold = TimeSpan.FromSeconds(150) };
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        _whileHolding = Once(TimeSpan.FromSeconds(100), _ => stop.Cancel());
        await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));
        var stopped = _run.Read(reader => reader.ReadStatus());
        Assert.Equal(RunState.Stopped, stopped.State);
        Assert.InRange(stopped.Held, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(101));

        _run.Stop = CancellationToken.None;
        await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));

        var status = _run.Read(reader => reader.ReadStatus());
        Assert.Equal(["held", "held", "goes on"], status.Guards.Select(act => act.Action));
        Assert.InRange(status.Held, TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(151));
    }

    [Fact]
    public async Task A_run_that_is_killed_in_a_hold_forgets_a_second_of_it_at_most()
    {
        _whileHolding = Once(TimeSpan.FromSeconds(100), store => store.Kill());

        await Assert.ThrowsAsync<CrashException>(() =>
            StartAsync(40, outageAt: 0, TimeSpan.FromDays(1))
        );

        var held = _run.Read(reader => reader.ReadStatus()).Held;
        // The clock may be moved on once more before the run notices that it was killed.
        Assert.InRange(held, TimeSpan.FromSeconds(98.9), TimeSpan.FromSeconds(101));
    }

    [Fact]
    public async Task The_status_says_that_the_run_holds_as_long_as_it_does()
    {
        OrchestratorStatus holding = default;
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        _whileHolding = Once(
            TimeSpan.FromSeconds(30),
            _ =>
            {
                holding = _run.Read(reader => reader.ReadStatus());
                stop.Cancel();
            }
        );

        await StartAsync(40, outageAt: 0, TimeSpan.FromDays(1));

        Assert.Equal(
            "HOLDING: nothing works, one job a minute is tried until one succeeds; "
                + "pass 1 of 5, 0 jobs at work, 40 due",
            holding.NextAction
        );
        Assert.Equal(holding.Guards[^1].At, holding.HoldingSince);
        Assert.InRange(holding.Held, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(31));
        var stopped = _run.Read(reader => reader.ReadStatus());
        Assert.Null(stopped.HoldingSince);
        Assert.StartsWith("STOPPED", stopped.NextAction, StringComparison.Ordinal);
    }

    // What happens once the run has held for so long, with nobody at work.
    private static Action<DyingStore, TimeSpan> Once(TimeSpan held, Action<DyingStore> act)
    {
        var done = false;
        return (store, now) =>
        {
            if (!done && now >= held)
            {
                done = true;
                act(store);
            }
        };
    }

    private async Task<RunEnd> StartAsync(int jobs, int outageAt, TimeSpan lasts)
    {
        var begun = 0;
        DyingStore? store = null;
        _isHolding = false;
        _atWork = 0;
        _run.OnEvent -= Count;
        _run.OnEvent += Count;
        _run.WrapStore = inner => store = new DyingStore(inner);
        var running = _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, jobs).Select(n => $"v{n}")]),
            new DelegateExecutor(_ =>
            {
                lock (_lock)
                {
                    _run.Time.Advance(Takes);
                    var now = _run.Time.GetUtcNow();
                    _came ??= ++begun > outageAt ? now : null;
                    if (now < _came || !(now < _came + lasts))
                    {
                        return Result.Ok;
                    }

                    _failedAt.Add(now);
                    return Result.Infrastructure;
                }
            })
        );
        while (!running.IsCompleted)
        {
            await Task.Yield();
            if (IsHolding)
            {
                await MoveOnAsync(store!, running);
            }
        }

        return await running;
    }

    // And nobody is at work, who would take the time that passes for the attempt's own, nor has the
    // run been told to stop, in which case no time is to pass until it has.
    private bool IsHolding =>
        _isHolding && Volatile.Read(ref _atWork) == 0 && !_run.Stop.IsCancellationRequested;

    private void Count(RunEvent happened)
    {
        switch (happened)
        {
            case GuardActed acted:
                _isHolding = acted.Act.Action == "held";
                _heldFrom = acted.At;
                break;
            case AttemptsMoved moved:
                Interlocked.Add(ref _atWork, moved.Started.Count - moved.Ended.Count);
                break;
        }
    }

    // While the run holds nothing else moves its clock; each step waits until the run has seen it.
    private async Task MoveOnAsync(DyingStore store, Task running)
    {
        var seen = store.Polls;
        lock (_lock)
        {
            _run.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        while (store.Polls == seen && IsHolding && !running.IsCompleted)
        {
            await Task.Yield();
        }

        if (IsHolding)
        {
            _whileHolding?.Invoke(store, _run.Time.GetUtcNow() - _heldFrom);
        }
    }
}
