using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>Whether a script's end is that of a signal to all of its group.</summary>
public sealed class GroupSignalWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly GroupSignalWatch _watch;

    public GroupSignalWatchTests() => _watch = new GroupSignalWatch(_time);

    public void Dispose()
    {
        _watch.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_script_that_ends_between_the_signal_and_the_stop_was_stopped()
    {
        var began = _time.GetTimestamp();
        _watch.Note();

        var stops = _watch.StopsRunAsync(began, _stop.Token).AsTask();
        Assert.False(stops.IsCompleted);
        await _stop.CancelAsync();

        Assert.True(await stops);
    }

    [Fact]
    public async Task When_the_run_goes_on_the_end_is_the_scripts_own()
    {
        var began = _time.GetTimestamp();
        _watch.Note();

        var stops = _watch.StopsRunAsync(began, _stop.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await stops);
    }

    [Fact]
    public async Task A_signal_before_the_script_began_and_a_stop_without_one_change_nothing()
    {
        await _stop.CancelAsync();
        Assert.False(await _watch.StopsRunAsync(_time.GetTimestamp(), _stop.Token));

        _watch.Note();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await _watch.StopsRunAsync(_time.GetTimestamp(), _stop.Token));
    }
}
