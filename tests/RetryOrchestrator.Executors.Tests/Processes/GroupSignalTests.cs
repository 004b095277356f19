using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>
/// What a terminal or a supervisor sends to all that it has started ends a program before the run is
/// told to stop: one that is just being started and has not left the terminal's group, or any.
/// </summary>
public sealed class GroupSignalTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    public async Task A_program_that_it_ended_was_stopped(string signal)
    {
        var run = EndItselfAsync(signal);
        AwaitItsEnd();

        await _stop.CancelAsync();

        Assert.Same(AttemptResult.Stopped, await run);
    }

    [Fact]
    public async Task When_the_run_goes_on_the_end_is_the_programs_own()
    {
        var run = EndItselfAsync("INT");

        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return run.IsCompleted;
                },
                Ample
            )
        );

        var failed = Assert.IsType<AttemptResult.Failed>(await run);
        Assert.Equal(2, failed.Evidence.Signal);
    }

    [Fact]
    public async Task A_signal_that_nobody_sends_to_all_is_not_waited_for()
    {
        var failed = Assert.IsType<AttemptResult.Failed>(
            await EndItselfAsync("KILL").WaitAsync(Ample, TestContext.Current.CancellationToken)
        );

        Assert.Equal(9, failed.Evidence.Signal);
    }

    private async Task<AttemptResult> EndItselfAsync(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the signal is not told.");
        await using var executor = new ProgramExecutor(
            "/bin/sh",
            ["-c", $"echo $$ > pid.new; mv pid.new pid; kill -{signal} $$"],
            _folder.Path,
            _time
        );
        return await executor.ExecuteAsync(
            Attempts.Of(Attempts.Job("j1"), _folder["artifacts"]),
            new StopSignals(_stop.Token, CancellationToken.None)
        );
    }

    // That a process is not even a zombie any more says that its end was seen.
    private void AwaitItsEnd() =>
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                    File.Exists(_folder["pid"])
                    && !Directory.Exists($"/proc/{File.ReadAllText(_folder["pid"]).Trim()}"),
                Ample
            )
        );
}
