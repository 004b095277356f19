using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>A stop that another process asks for is heard at once, as far as a person can tell.</summary>
public sealed class StopFromElsewhereTests : IDisposable
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);

    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task It_is_heard_at_once_while_the_jobs_are_at_work()
    {
        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            new DelegateExecutor(
                async (_, signals) =>
                {
                    var heard = new TaskCompletionSource();
                    await using var hearing = signals.Stop.Register(heard.SetResult);
                    _run.RequestStop();
                    _run.Time.Advance(AtOnce);
                    await heard.Task.WaitAsync(Ample);
                    return AttemptResult.Stopped;
                }
            )
        );

        Assert.True(end.Stopped);
        Assert.Equal(PassResult.Cancelled, _run.Passes().Single().Result);
    }

    [Fact]
    public async Task It_is_heard_at_once_in_the_wait_between_passes()
    {
        var (asked, heard) = (0L, 0L);
        _run.OnEvent = happened =>
        {
            if (happened is WaitTicked { Remaining: 20 })
            {
                _run.RequestStop();
                asked = _run.Time.GetTimestamp();
            }
            else if (happened is WaitEnded { Cancelled: true })
            {
                heard = _run.Time.GetTimestamp();
            }
        };

        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            new DelegateExecutor(_ => Result.Infrastructure)
        );

        Assert.True(end.Stopped);
        Assert.InRange(_run.Time.GetElapsedTime(asked, heard), TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public async Task The_countdown_shows_each_second_once()
    {
        _run.Options = _run.Options with { MaxPasses = 2, RetryDelay = TimeSpan.FromSeconds(4.5) };

        await _run.StartAsync(ListSource.Of("v1"), _ => Result.Infrastructure);

        Assert.Equal(5, _run.Events.Of<WaitStarted>().Single().Seconds);
        Assert.Equal([4, 3, 2, 1], _run.Events.Of<WaitTicked>().Select(tick => tick.Remaining));
    }
}
