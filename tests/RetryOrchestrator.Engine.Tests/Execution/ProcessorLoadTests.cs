using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Execution;

public sealed class ProcessorLoadTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void An_hour_in_which_next_to_nothing_was_done_is_no_load()
    {
        var load = new ProcessorLoad(_time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.InRange(load.TakeShare(), 0, 0.1);
    }

    [Fact]
    public void Work_done_in_a_millisecond_that_takes_more_is_a_full_load()
    {
        var load = new ProcessorLoad(_time);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        WorkFor(TimeSpan.FromMilliseconds(50 + 2 * Environment.ProcessorCount));

        Assert.Equal(1, load.TakeShare());
    }

    [Fact]
    public void It_is_known_only_after_a_while()
    {
        var load = new ProcessorLoad(_time);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(load.IsKnown);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(load.IsKnown);

        _ = load.TakeShare();
        Assert.False(load.IsKnown);
    }

    [Fact]
    public void Each_share_is_of_the_time_since_the_one_before()
    {
        var load = new ProcessorLoad(_time);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        WorkFor(TimeSpan.FromMilliseconds(50 + 2 * Environment.ProcessorCount));
        _ = load.TakeShare();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.InRange(load.TakeShare(), 0, 0.1);
    }

    // Processor time, which no clock can be set for.
    private static void WorkFor(TimeSpan processorTime)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var until = process.TotalProcessorTime + processorTime;
        while (process.TotalProcessorTime < until)
        {
            process.Refresh();
        }
    }
}
