using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering.Progress;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>The wall clock is set by a day, in either direction, while a run is live.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RunHarness _run = new();

    public ClockJumpTests() =>
        _run.Options = _run.Options with { RetryDelay = TimeSpan.FromSeconds(3), MaxPasses = 2 };

    public void Dispose() => _run.Dispose();

    public static TheoryData<int> Days => [-1, 1];

    [Theory]
    [MemberData(nameof(Days))]
    public async Task In_a_pass_durations_stay_right_and_nothing_ends_before_it_began(int days)
    {
        await _run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
            {
                _run.Time.Advance(Minute);
                _run.Time.SetBy = attempt.Job.Id == "v1" ? TimeSpan.FromDays(days) : TimeSpan.Zero;
                return Result.Ok;
            }
        );

        var pass = _run.Passes().Single();
        Assert.Equal(2 * Minute, pass.Duration);
        Assert.InRange(pass.EndedAt, pass.StartedAt + (2 * Minute), DateTimeOffset.MaxValue);
        Assert.All(
            _run.Attempts(),
            attempt =>
                Assert.InRange(
                    attempt.EndedAt!.Value,
                    attempt.StartedAt + Minute,
                    DateTimeOffset.MaxValue
                )
        );
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task In_the_wait_the_countdown_goes_on_as_it_was(int days)
    {
        _run.OnEvent = happened =>
        {
            if (happened is WaitTicked { Remaining: 2 })
            {
                _run.Time.SetBy = TimeSpan.FromDays(days);
            }
        };
        var began = _run.Time.GetTimestamp();

        await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Unknown, Result.Ok] }
        );

        Assert.Equal([2, 1], _run.Events.Of<WaitTicked>().Select(tick => tick.Remaining));
        Assert.Equal(_run.Options.RetryDelay, _run.Time.GetElapsedTime(began));
        Assert.Equal(PassResult.AllComplete, _run.Passes()[1].Result);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_next_pass_is_announced_on_the_clock_as_it_stands(int days)
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        DateTimeOffset? announced = null;
        _run.OnEvent = happened =>
        {
            if (happened is WaitStarted)
            {
                announced = _run.Read(reader => reader.ReadStatus()).NextPassAt;
            }
        };

        await _run.StartAsync(
            ListSource.Of("v1"),
            _ =>
            {
                _run.Time.SetBy = TimeSpan.FromDays(days);
                return announced is null ? Result.Unknown : Result.Ok;
            }
        );

        Assert.Equal(_run.Time.GetUtcNow(), announced);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_wait_that_was_cut_off_is_never_longer_than_it_was_to_be(int days)
    {
        var list = ListSource.Of("v1");
        _run.OnEvent = happened =>
        {
            if (happened is WaitTicked { Remaining: 2 })
            {
                throw new CrashException();
            }
        };
        await Assert.ThrowsAsync<CrashException>(() => _run.StartAsync(list, _ => Result.Unknown));
        _run.OnEvent = null;
        _run.Time.SetBy = TimeSpan.FromDays(days);
        var began = _run.Time.GetTimestamp();

        await _run.StartAsync(list, _ => Result.Ok);

        Assert.Equal(
            days < 0 ? _run.Options.RetryDelay : TimeSpan.Zero,
            _run.Time.GetElapsedTime(began)
        );
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_time_limit_of_an_attempt_is_neither_up_at_once_nor_put_off(int days)
    {
        _run.Options = _run.Options with { MaxPasses = 1, JobTimeout = Minute };

        await _run.StartAsync(
            ListSource.Of("quick", "slow"),
            new DelegateExecutor(
                (attempt, signals) =>
                {
                    _run.Time.SetBy = TimeSpan.FromDays(days);
                    _run.Time.Advance(Minute - TimeSpan.FromTicks(1));
                    Assert.False(signals.Stop.IsCancellationRequested);
                    if (attempt.Job.Id == "slow")
                    {
                        _run.Time.Advance(TimeSpan.FromTicks(1));
                    }

                    return ValueTask.FromResult(
                        signals.Stop.IsCancellationRequested ? AttemptResult.Stopped : Result.Ok
                    );
                }
            )
        );

        Assert.Equal(
            [null, Failure.TimeoutType],
            _run.Attempts().Select(attempt => attempt.FailureType)
        );
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void The_clock_of_the_progress_bars_takes_no_part_in_it(int days)
    {
        var clock = new SteadyClock(_run.Time);
        var began = clock.Now;

        _run.Time.Advance(Minute);
        _run.Time.SetBy = TimeSpan.FromDays(days);

        Assert.Equal(Minute, clock.Now - began);
    }
}
