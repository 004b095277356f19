using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>Machines and containers share names, and ids mean something only where they were given.</summary>
public sealed class ProcessStartTests
{
    private static readonly ProcessStart Here = new("boot-a", "111", 50);

    [Theory]
    [InlineData("boot-a:111:900", "here", true)]
    [InlineData("boot-a:111:900", "renamed-since", true)]
    [InlineData("boot-a:111:901", "here", false)]
    [InlineData("boot-a:222:900", "here", null)]
    [InlineData("boot-b:111:900", "here", null)]
    [InlineData("boot-a:?:900", "here", null)]
    [InlineData("boot-a:900", "here", true)]
    [InlineData("boot-a:900", "elsewhere", null)]
    [InlineData("boot-b:900", "here", null)]
    [InlineData("638000000000000000", "here", false)]
    [InlineData("638000000000000000", "elsewhere", null)]
    [InlineData("", "here", false)]
    public void A_process_is_judged_only_where_it_can_be_seen(
        string token,
        string host,
        bool? alive
    ) =>
        Assert.Equal(
            alive,
            Here.IsAlive(
                new ProcessIdentity(7, token, host),
                host == "here",
                id => id == 7 ? 900 : null
            )
        );

    [Fact]
    public void Nothing_is_judged_where_the_processes_shown_are_not_those_around_us() =>
        Assert.Null(
            (Here with { Namespace = "?" }).IsAlive(
                new ProcessIdentity(7, "boot-a:?:900", "here"),
                true,
                _ => 900
            )
        );

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var mine = ProcessStart.OfThisProcess();

        Assert.Equal(mine, ProcessStart.Parse(mine.ToString()));
        Assert.True(mine.Ticks > 0);
        Assert.Matches("^([0-9]+|\\?)$", mine.Namespace);
    }
}
