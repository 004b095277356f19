using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Rule 4 in whole runs: nothing works for a while, on a clock that the jobs move on.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(1);

    private readonly RunHarness _run = new();
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _failedAt = [];
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

    private async Task<RunEnd> StartAsync(int jobs, int outageAt, TimeSpan lasts)
    {
        var begun = 0;
        DyingStore? store = null;
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

    // And nobody is at work, who would take the time that passes for the attempt's own.
    private bool IsHolding => _isHolding && Volatile.Read(ref _atWork) == 0;

    private void Count(RunEvent happened)
    {
        switch (happened)
        {
            case GuardActed acted:
                _isHolding = acted.Act.Action == "held";
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
    }
}
