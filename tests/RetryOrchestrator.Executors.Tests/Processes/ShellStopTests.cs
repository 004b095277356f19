using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>In which order a shell and what it runs are ended.</summary>
public sealed class ShellStopTests : IDisposable
{
    private readonly Dummy _dummy = new();

    public ShellStopTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: shells of Unix.");

    public void Dispose() => _dummy.Dispose();

    [Theory]
    [InlineData("sleep 1000 && echo x >> done; echo bye", "a command and then another")]
    [InlineData("for i in 1 2 3; do sleep 1000; echo x >> done; done", "a loop")]
    [InlineData(
        "sh -c 'sh -c \"sleep 1000; echo x >> done\"; echo x >> done'; echo x >> done",
        "three deep"
    )]
    [InlineData("sh -c 'sleep 1000; echo x >> done' & wait; echo x >> done", "in the background")]
    [InlineData(
        "setsid sh -c 'sleep 1000; echo x >> done'; echo x >> done",
        "in a session of its own"
    )]
    [InlineData("set -m; sh -c 'sleep 1000; echo x >> done' & wait", "with job control")]
    public async Task A_shell_does_not_go_on_to_its_next_line_because_its_command_was_ended(
        string script,
        string _
    )
    {
        var run = _dummy.RunProgram("/bin/sh", "-c", $"echo $$ > {_dummy.Folder["1"]}; {script}");
        await Started("1");
        await Eventually.True(() => Commands("sleep") == 1, "the command is at work");
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.False(File.Exists(_dummy.Folder["done"]));
        Assert.Equal(0, Commands("sleep"));
    }

    [Fact]
    public async Task A_shell_that_cleans_up_before_it_goes_on_is_killed_before_its_command()
    {
        var run = _dummy.RunProgram(
            "/bin/sh",
            "-c",
            $"trap 'rm -f tmp' TERM; echo $$ > {_dummy.Folder["1"]}; sleep 1000; echo x >> done"
        );
        await Started("1");
        await Eventually.True(() => Commands("sleep") == 1, "the command is at work");
        _dummy.Stop();
        Assert.False(run.IsCompleted);
        _dummy.Kill();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.False(File.Exists(_dummy.Folder["done"]));
        Assert.Equal(0, Commands("sleep"));
    }

    /// <summary>How many processes of that command this attempt has.</summary>
    private int Commands(string name) =>
        Snapshot
            .Now()
            .Entries.Count(process =>
                (
                    process.Token == _dummy.Attempt?.Token
                    || process.Mark == InheritedMark.Of(_dummy.Attempt?.Token ?? "")
                )
                && LinuxProcessScan
                    .ReadCommand(process.Id)
                    .StartsWith(name, StringComparison.Ordinal)
            );

    private Task<int> Started(string name) => Eventually.ProcessId(_dummy.Folder[name]);
}
