using System.Diagnostics;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Processes.Starting;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>
/// What somebody else starts in this process, which may be the user's own PowerShell, while programs
/// of jobs are started and ended in it: it is never taken for theirs.
/// </summary>
public sealed class ForeignProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Process> _foreign = [];
    private readonly CancellationTokenSource _over = new();
    private Task _others = Task.CompletedTask;

    public ForeignProgramTests() =>
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");

    public void Dispose()
    {
        _over.Cancel();
        _others.Wait();
        _over.Dispose();
        foreach (var process in _foreign)
        {
            process.Kill();
            process.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_started_in_the_very_moment_in_which_a_jobs_program_is_outlives_it()
    {
        var file = _folder["started"];
        using var real = ProgramLauncher.Fastest();
        // Before, while and after the program is born, from another thread each time.
        using var launcher = ProgramLauncher.By(start =>
        {
            StartForeign();
            var beside = Task.Run(StartForeign);
            var program = real.Start(start);
            beside.Wait();
            StartForeign();
            return program;
        });

        await RunAndKill(launcher, $"sleep 1000 & echo $$ > {file}; wait", file);

        Assert.Equal(3, _foreign.Count);
        Assert.All(_foreign, process => Assert.False(process.HasExited));
        Assert.All(_foreign, HasNoMarkOfAnAttempt);
        Assert.All(_foreign, process => Assert.Equal(BirthMark.None, BirthMark.Of(process.Id)));
    }

    [Fact]
    public async Task However_many_programs_start_none_of_the_others_beside_them_has_their_marks()
    {
        _others = Task.Factory.StartNew(
            () =>
            {
                while (!_over.IsCancellationRequested && _foreign.Count < 200)
                {
                    StartForeign();
                }
            },
            TaskCreationOptions.LongRunning
        );
        for (var i = 0; i < 30; i++)
        {
            var file = _folder[$"started{i}"];
            await RunAndKill(ProgramLauncher.Fastest(), $"echo $$ > {file}; sleep 1000", file);
        }

        await _over.CancelAsync();
        await _others;

        Assert.All(_foreign, process => Assert.False(process.HasExited));
        Assert.All(_foreign, HasNoMarkOfAnAttempt);
    }

    [Fact]
    public async Task Of_what_a_program_starts_before_it_can_be_marked_nothing_is_left()
    {
        var hidden = _folder["hidden"];
        var file = _folder["started"];
        using var real = ProgramLauncher.Fastest();
        var bornUnmarked = false;
        // The launcher marks a program when it is there; here it has forked twice by then.
        using var launcher = ProgramLauncher.By(start =>
        {
            var program = real.Start(start with { Mark = null });
            var id = Eventually.ProcessId(hidden).GetAwaiter().GetResult();
            bornUnmarked = InheritedMark.Read(id) != start.Mark;
            Assert.SkipWhen(
                BirthMark.Of(id) == BirthMark.None,
                "NOT TESTED: needs marks that Linux 6.5 has."
            );
            return program;
        });

        await RunAndKill(
            launcher,
            $"(env -i setsid /bin/sh -c 'echo $$ > {hidden}.new; mv {hidden}.new {hidden}; exec sleep 1000' "
                + $"< /dev/null > /dev/null 2>&1 &); echo $$ > {file}; exec sleep 1000",
            file
        );

        Assert.True(bornUnmarked);
        Assert.False(Snapshot.IsAlive(await Eventually.ProcessId(hidden)));
    }

    private async Task RunAndKill(ProgramLauncher launcher, string script, string file)
    {
        using var stop = new CancellationTokenSource();
        await using var executor = new ProgramExecutor(
            "/bin/sh",
            ["-c", script],
            _folder.Path,
            TimeProvider.System,
            launcher
        );
        var run = executor
            .ExecuteAsync(
                Attempts.Of(Attempts.Job("j1"), _folder["artifacts"]),
                new StopSignals(stop.Token, stop.Token)
            )
            .AsTask();
        await Eventually.True(
            () => run.IsCompleted || new FileInfo(file) is { Exists: true, Length: > 0 },
            "the program is at work"
        );
        await stop.CancelAsync();
        Assert.Same(AttemptResult.Stopped, await run);
    }

    // Other tests mark this process meanwhile, as a run of scripts does: that is no attempt's mark.
    private static void HasNoMarkOfAnAttempt(Process process) =>
        Assert.True(
            InheritedMark.Read(process.Id) is not { } mark
                || SessionMark.OfThisProcess.Contains(mark)
        );

    private void StartForeign()
    {
        var process = Process.Start("/bin/sleep", ["1000"]);
        lock (_foreign)
        {
            _foreign.Add(process);
        }
    }
}
