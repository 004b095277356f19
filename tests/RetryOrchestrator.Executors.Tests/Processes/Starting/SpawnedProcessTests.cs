using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Processes.Starting;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes.Starting;

[SupportedOSPlatform("linux")]
public sealed class SpawnedProcessTests : IDisposable
{
    private readonly SpawnEnvironment _environment = new();
    private readonly ExitWatch _watch = new();

    public SpawnedProcessTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "posix_spawn is used on Linux only.");

    public void Dispose()
    {
        _environment.Dispose();
        _watch.Dispose();
    }

    [Fact]
    public void Linux_starts_programs_this_way() => Assert.True(PosixSpawn.IsSupported);

    [Fact]
    public async Task An_end_that_somebody_else_took_note_of_is_no_success()
    {
        using var process = Start("true");
        Assert.Equal(0, Posix.WaitForEnd(process.Id));

        await process.WaitForExitAsync();

        Assert.Equal(-1, process.ExitCode);
    }

    [Fact]
    public void A_start_that_fails_leaves_no_pipe_open()
    {
        var before = Pipes();
        for (var n = 0; n < 50; n++)
        {
            var fault = Assert.Throws<Win32Exception>(() => Start("no-such-program"));
            Assert.Equal(2, fault.NativeErrorCode); // ENOENT
        }

        // Other tests run at the same time; what leaked would be 300.
        Assert.InRange(Pipes(), 0, before + 100);
    }

    [Fact]
    public void A_program_has_a_session_and_a_group_of_its_own_out_of_reach_of_the_terminals_keys()
    {
        using var process = Start("sleep", "1000");
        var entry = LinuxProcessScan.ReadStat(process.Id)!.Value;
        UnixSignal.Send(process.Id, UnixSignal.Kill);

        Assert.Equal((process.Id, process.Id), (entry.Group, entry.Session));
    }

    [Fact]
    public async Task The_id_of_a_program_that_has_ended_is_kept_until_its_exit_code_is_asked_for()
    {
        using var process = Start("true");
        await process.WaitForExitAsync();

        Assert.True(process.HasExited);
        Assert.True(process.HoldsId);
        Assert.Contains(") Z ", File.ReadAllText($"/proc/{process.Id}/stat"));
        Assert.Equal(0, process.ExitCode);
        Assert.False(process.HoldsId);
    }

    [Fact]
    public async Task A_hundred_programs_are_waited_for_by_one_thread()
    {
        var all = Enumerable.Range(0, 100).Select(_ => Start("sleep", "1000")).ToList();
        var ends = all.ConvertAll(process => process.WaitForExitAsync());
        var threads = Process.GetCurrentProcess().Threads.Count;
        var early = ends.Count(end => end.IsCompleted);
        all.ForEach(process => UnixSignal.Send(process.Id, UnixSignal.Kill));
        await Task.WhenAll(ends);

        // Other tests run beside this one: with a thread each it would be a hundred more.
        Assert.InRange(threads, 1, 90);
        Assert.Equal(0, early);
        Assert.All(all, process => Assert.Equal(137, process.ExitCode));
        all.ForEach(process => process.Dispose());
    }

    [Fact]
    public async Task A_program_given_up_is_not_left_a_zombie()
    {
        var process = Start("sleep", "1000");
        process.Dispose();
        UnixSignal.Send(process.Id, UnixSignal.Kill);

        await Eventually.True(
            () => !Directory.Exists($"/proc/{process.Id}"),
            "the system forgets it"
        );
    }

    private SpawnedProcess Start(string program, params string[] arguments) =>
        SpawnedProcess.Start(
            new ProgramStart($"/bin/{program}", arguments, "/", new Dictionary<string, string>()),
            _environment,
            _watch
        );

    private static int Pipes() => Directory.GetFiles("/proc/self/fd").Length;
}
