using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>Whether a script's end is that of Ctrl+C.</summary>
public sealed class TypedInterruptTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TypedInterrupts _interrupts;

    public TypedInterruptTests() => _interrupts = new TypedInterrupts(_time);

    public void Dispose()
    {
        _interrupts.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_script_that_ends_between_the_key_and_the_stop_was_stopped()
    {
        var began = _time.GetTimestamp();
        _interrupts.Note();

        var stops = _interrupts.StopsAsync(began, _stop.Token).AsTask();
        Assert.False(stops.IsCompleted);
        await _stop.CancelAsync();

        Assert.True(await stops);
    }

    [Fact]
    public async Task When_the_run_goes_on_the_end_is_the_scripts_own()
    {
        var began = _time.GetTimestamp();
        _interrupts.Note();

        var stops = _interrupts.StopsAsync(began, _stop.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await stops);
    }

    [Fact]
    public async Task A_key_before_the_script_began_and_a_stop_without_one_change_nothing()
    {
        await _stop.CancelAsync();
        Assert.False(await _interrupts.StopsAsync(_time.GetTimestamp(), _stop.Token));

        _interrupts.Note();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await _interrupts.StopsAsync(_time.GetTimestamp(), _stop.Token));
    }
}
