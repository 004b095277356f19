using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class StartGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _warnings = [];
    private readonly StartGate _gate;

    public StartGateTests() =>
        _gate = new StartGate(
            message =>
            {
                _warnings.Add(message);
                return ValueTask.CompletedTask;
            },
            _time
        );

    [Fact]
    public async Task Each_end_lets_one_that_waits_try_again_in_the_order_in_which_they_came()
    {
        _gate.Started();
        _gate.Started();
        var first = await Refused();
        var second = await Refused();

        _gate.Ended();

        Assert.True(first!.IsCompleted);
        Assert.False(second!.IsCompleted);
        // It was started, so there may be room for another.
        _gate.Started();
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public async Task The_end_of_the_last_lets_all_try_again()
    {
        _gate.Started();
        var waiting = new[] { await Refused(), await Refused(), await Refused() };

        _gate.Ended();

        Assert.All(waiting, again => Assert.True(again!.IsCompleted));
    }

    [Fact]
    public async Task While_nothing_is_at_work_it_is_tried_every_second_for_half_a_minute()
    {
        for (var second = 0; second < 30; second++)
        {
            var again = await Refused();
            Assert.False(again!.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
            await again;
        }

        // Then no more is waited for, in this pass.
        Assert.Null(await Refused());
        _gate.BeginPass();
        Assert.NotNull(await Refused());
    }

    [Fact]
    public async Task That_it_waits_is_said_once_a_pass_with_the_remedy()
    {
        _gate.Started();
        await Refused();
        await Refused();
        _gate.BeginPass();
        await Refused();

        Assert.Equal(2, _warnings.Count);
        Assert.All(_warnings, warning => Assert.Contains("Raise it.", warning));
    }

    private async Task<Task?> Refused()
    {
        var deferred = Assert.IsType<AttemptResult.Deferred>(
            await _gate.RefusedAsync("No room. Raise it.")
        );
        Assert.Equal("No room. Raise it.", deferred.Reason);
        return deferred.Again;
    }
}
