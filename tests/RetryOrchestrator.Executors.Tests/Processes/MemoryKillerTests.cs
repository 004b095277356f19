using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class MemoryKillerTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void It_has_struck_when_the_system_counts_more_processes_that_it_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux counts them.");
        File.WriteAllText(_file, "nr_free_pages 12\noom_kill 3\nballoon_inflate 0\n");
        var killer = new MemoryKiller(_file);

        Assert.False(killer.HasStruck());
        File.WriteAllText(_file, "nr_free_pages 12\noom_kill 4\n");
        Assert.True(killer.HasStruck());
        Assert.False(killer.HasStruck());
    }

    [Theory]
    [InlineData("")]
    [InlineData("oom_kill many\n")]
    public void Where_it_is_not_counted_nothing_is_said(string content)
    {
        File.WriteAllText(_file, content);
        var killer = new MemoryKiller(_file);
        File.WriteAllText(_file, "oom_kill 4\n");

        Assert.False(killer.HasStruck());
        Assert.False(new MemoryKiller("/no/such/file").HasStruck());
    }
}
