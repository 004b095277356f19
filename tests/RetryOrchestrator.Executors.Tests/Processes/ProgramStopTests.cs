using System.Diagnostics;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>How a program is ended from outside.</summary>
public abstract class ProgramStopTests : IDisposable
{
    private readonly StartedBy _way;
    private readonly Dummy _dummy;

    protected ProgramStopTests(StartedBy way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals and process trees of Unix.");
        _way = way;
        _dummy = new Dummy(way);
    }

    public void Dispose()
    {
        _dummy.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_program_is_asked_politely_first()
    {
        var run = _dummy.Run(Pid("1"), "hang");
        await Started("1");
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.Empty(_dummy.Alive());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(143)]
    public async Task A_program_that_ended_only_when_it_was_told_to_was_stopped_whatever_its_exit_code(
        int exitCode
    )
    {
        var run = _dummy.Run($"exit-on-term:{exitCode}", Pid("1"), "hang");
        await Started("1");
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
    }

    [Fact]
    public async Task A_program_that_was_halted_hears_that_it_is_to_end()
    {
        var run = _dummy.Run("exit-on-term:0", Pid("1"), "hang");
        var program = await Started("1");
        using var halted = Process.Start("kill", ["-STOP", $"{program}"]);
        await halted.WaitForExitAsync(TestContext.Current.CancellationToken);
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
    }

    [Fact]
    public async Task A_program_that_will_not_end_is_killed()
    {
        var run = _dummy.Run("ignore-term", Pid("1"), "hang");
        await Started("1");
        _dummy.Stop();
        Assert.False(run.IsCompleted);
        _dummy.Kill();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.Empty(_dummy.Alive());
    }

    [Fact]
    public async Task Children_are_asked_too_and_have_until_the_kill()
    {
        var run = _dummy.Run("child", "ignore-term", Pid("2"), "hang", "end", Pid("1"), "hang");
        var program = await Started("1");
        await Started("2");
        _dummy.Stop();
        await Eventually.True(() => !_dummy.Alive().Contains(program), "the program ends");
        Assert.False(run.IsCompleted);
        Assert.Single(_dummy.Alive());
        _dummy.Kill();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.Empty(_dummy.Alive());
    }

    [Fact]
    public async Task The_stop_is_over_when_the_last_child_has_ended_of_itself()
    {
        var run = _dummy.Run(
            "child",
            "child",
            Pid("3"),
            "hang",
            "end",
            Pid("2"),
            "hang",
            "end",
            Pid("1"),
            "hang"
        );
        await Started("1");
        await Started("2");
        await Started("3");
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.Empty(_dummy.Alive());
    }

    [Fact]
    public async Task An_orphan_of_the_program_is_killed_with_it()
    {
        var run = _dummy.Run("orphan", "ignore-term", Pid("2"), "hang", "end", Pid("1"), "hang");
        await Started("1");
        await Started("2");
        _dummy.Stop();
        _dummy.Kill();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.Empty(_dummy.Alive());
    }

    [Fact]
    public async Task The_shared_adb_server_survives_the_job_that_started_it()
    {
        var run = _dummy.Run($"adb-server:{_dummy.Folder["2"]}", Pid("1"), "hang");
        var program = await Started("1");
        using var server = Process.GetProcessById(await Started("2"));
        _dummy.Stop();
        _dummy.Kill();

        await run;
        Assert.DoesNotContain(program, _dummy.Alive());
        Assert.False(server.HasExited);
        server.Kill();
    }

    [Fact]
    public async Task A_program_that_never_reads_a_large_job_can_be_stopped()
    {
        using var dummy = new Dummy(_way)
        {
            Job = Attempts.Job("j1", ("caption", new string('x', 400_000))),
        };
        var run = dummy.Run($"pid:{dummy.Folder["1"]}", "hang");
        await Eventually.ProcessId(dummy.Folder["1"]);
        dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
    }

    [Fact]
    public async Task After_a_stop_nothing_is_started()
    {
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await _dummy.Run(Pid("1")));
        Assert.False(File.Exists(_dummy.Folder["1"]));
    }

    [Fact]
    public async Task Fifty_stops_leave_no_process_thread_or_handle()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Counts in /proc.");
        await StopFive();
        var handles = Handles();
        var threads = Process.GetCurrentProcess().Threads.Count;
        for (var round = 0; round < 10; round++)
        {
            await StopFive();
        }

        // Other tests run at the same time: what leaked would be 50 of a kind, or 150 pipes.
        await Eventually.True(() => Handles() < handles + 40, "the handles are closed");
        await Eventually.True(
            () => Process.GetCurrentProcess().Threads.Count < threads + 40,
            "the threads end"
        );
    }

    private async Task StopFive()
    {
        using var stop = new CancellationTokenSource();
        await using var executor = new ProgramExecutor(
            "/bin/sleep",
            ["1000"],
            "/",
            TimeProvider.System,
            Dummy.Launcher(_way)
        );
        var attempts = Enumerable.Range(0, 5).Select(_ => Attempts.Of(Attempts.Job("j"))).ToList();
        var runs = attempts
            .Select(attempt =>
                executor.ExecuteAsync(attempt, new StopSignals(stop.Token, stop.Token)).AsTask()
            )
            .ToList();
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(runs), result => Assert.Same(AttemptResult.Stopped, result));
        var tokens = attempts.Select(attempt => attempt.Token).ToHashSet();
        Assert.DoesNotContain(
            Snapshot.Now().Entries,
            process => process.Token is { } token && tokens.Contains(token)
        );
    }

    private static int Handles() => Directory.GetFiles("/proc/self/fd").Length;

    private string Pid(string name) => $"pid:{_dummy.Folder[name]}";

    private Task<int> Started(string name) => Eventually.ProcessId(_dummy.Folder[name]);
}

/// <inheritdoc/>
public sealed class ProgramStopByDotNetTests() : ProgramStopTests(StartedBy.DotNet);

/// <inheritdoc/>
public sealed class ProgramStopByPosixSpawnTests() : ProgramStopTests(StartedBy.PosixSpawn);
