using System.Diagnostics;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class SystemProcessTableTests : IDisposable
{
    private readonly SystemProcessTable _table = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void This_process_is_alive() => Assert.True(_table.IsAlive(_table.Current));

    [Fact]
    public void Another_reading_gives_this_process_the_same_identity() =>
        Assert.Equal(_table.Current, new SystemProcessTable().Current);

    [Fact]
    public void An_earlier_process_of_the_same_id_is_dead() =>
        Assert.False(_table.IsAlive(_table.Current with { StartToken = "earlier" }));

    [Fact]
    public void A_process_of_another_machine_cannot_be_told() =>
        Assert.Null(
            _table.IsAlive(new ProcessIdentity(_table.Current.Id, "other-boot:1:2", "elsewhere"))
        );

    [Fact]
    public void A_process_of_another_container_or_machine_of_the_same_name_cannot_be_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Namespaces are Linux's.");
        var mine = ProcessStart.Parse(_table.Current.StartToken)!;

        Assert.Null(IsAlive(mine with { Namespace = "1" }));
        Assert.Null(IsAlive(mine with { Boot = "another" }));
        Assert.True(IsAlive(mine));

        bool? IsAlive(ProcessStart start) =>
            _table.IsAlive(_table.Current with { StartToken = start.ToString() });
    }

    [Fact]
    public void An_id_that_nothing_has_is_dead() =>
        Assert.False(_table.IsAlive(_table.Current with { Id = int.MaxValue }));

    [Fact]
    public async Task A_zombie_is_dead()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        // The second sleep takes the first over from the shell and never asks how it ended.
        var file = _folder["pid"];
        var script =
            $"sleep 1000 & echo $! > '{file}.new'; mv '{file}.new' '{file}'; exec sleep 1000";
        using var sleep = Process.Start("/bin/sh", ["-c", script]);
        try
        {
            var id = await Eventually.ProcessId(file);
            await Eventually.True(
                () => File.ReadAllText($"/proc/{sleep.Id}/comm").StartsWith("sleep"),
                "the shell becomes the second sleep"
            );
            Assert.NotNull(LinuxProcessScan.ReadStat(id));
            using var first = Process.GetProcessById(id);
            first.Kill();
            await Eventually.True(
                () => File.ReadAllText($"/proc/{id}/stat").Contains(") Z "),
                "the child becomes a zombie"
            );

            Assert.Null(LinuxProcessScan.ReadStat(id));
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Theory]
    [InlineData("S", 11, true)]
    [InlineData("Z", 3, true)]
    [InlineData("Z", 1, false)]
    [InlineData("X", 1, false)]
    public void A_process_whose_first_thread_is_dead_is_alive_while_others_hold_its_files(
        string state,
        int threads,
        bool alive
    )
    {
        var stat =
            $"77 (node) (x)) {state} 5 77 5 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 {threads} 0 9001 1 1";

        Assert.Equal(
            alive ? new ProcessEntry(77, 5, 9001) { Group = 77, Session = 5 } : null,
            LinuxProcessScan.ParseStat(77, stat)
        );
    }

    [Fact]
    public async Task Leftovers_are_ended_whatever_they_do_and_others_are_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A job object does it there.");
        using var mine = new Dummy();
        using var other = new Dummy();
        await mine.Run(
            "orphan",
            "ignore-term",
            "child",
            "ignore-term",
            $"pid:{mine.Folder["2"]}",
            "hang",
            "end",
            $"pid:{mine.Folder["1"]}",
            "hang",
            "end",
            $"await:{mine.Folder["1"]}",
            $"await:{mine.Folder["2"]}"
        );
        await other.Run(
            "orphan",
            $"pid:{other.Folder["1"]}",
            "hang",
            "end",
            $"await:{other.Folder["1"]}"
        );
        Assert.Equal(2, mine.Alive().Count);

        Assert.Equal(2, _table.EndLeftovers([mine.Attempt!.Token, "unknown"]).Ended);

        Assert.Empty(mine.Alive());
        Assert.Single(other.Alive());
        Assert.Equal(0, _table.EndLeftovers([mine.Attempt.Token]).Ended);
    }

    [Fact]
    public async Task The_shared_adb_server_is_spared()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A job object does it there.");
        using var dummy = new Dummy();
        var file = dummy.Folder["pid"];
        await dummy.Run($"adb-server:{file}", $"await:{file}");
        using var server = Process.GetProcessById(await Eventually.ProcessId(file));

        Assert.Equal(0, _table.EndLeftovers([dummy.Attempt!.Token]).Ended);

        Assert.False(server.HasExited);
        server.Kill();
    }

    [Fact]
    public void Without_tokens_nothing_is_searched() =>
        Assert.Same(EndedLeftovers.None, _table.EndLeftovers([]));
}
