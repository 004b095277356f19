using System.Runtime.InteropServices;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>
/// Nobody reads the terminal: Ctrl+S was typed, or the laptop at the other end sleeps. What is
/// written soon waits, and with it whoever writes.
/// </summary>
public sealed class UnreadTerminalTests
{
    // Their verbose lines are more than any terminal takes unread.
    private const int Quick = 500;

    [Theory]
    [InlineData(TypedRun.Host)]
    [InlineData(TypedRun.Pwsh)]
    public void A_run_goes_on_to_its_end_and_shows_its_summary_when_it_is_read_again(string shell)
    {
        using var run = new TypedRun(Quick, lasting: 0);
        using var session = TerminalSession.Start(
            run.Program(shell, TypedRun.Command + "-Verbose")
        );
        session.WaitFor("PASS 1 OF 5");
        session.Freeze();

        TypedRun.Await(
            () => run.State?.Status.State == RunState.Completed,
            "the end of the run",
            session
        );
        Assert.False(session.HasExited);
        session.Thaw();

        Assert.True(session.ExitsWithin(TerminalSession.Ample), session.Text);
        Assert.Equal(0, session.ExitCode);
        Assert.Contains("PASS 1 SUMMARY", session.Text);
        Assert.Contains($"job q{Quick} ", session.Text);
    }

    [Theory]
    [InlineData(TypedRun.Host, 130)]
    [InlineData(TypedRun.Pwsh, 143)]
    public void A_stop_by_a_supervisor_ends_the_run_and_then_the_process(string shell, int exitCode)
    {
        using var run = new TypedRun(Quick, lasting: 3, "HUP TERM INT");
        using var session = TerminalSession.Start(
            run.Program(shell, TypedRun.Command + "-Verbose")
        );
        session.WaitFor("PASS 1 OF 5");
        session.Freeze();
        run.AwaitLasting(session);

        Assert.Equal(0, Kill(session.Id, 15));

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(exitCode, session.ExitCode);
        run.AssertStopped();
    }

    [Fact]
    public void A_stop_from_elsewhere_ends_the_host_too()
    {
        using var run = new TypedRun(Quick, lasting: 3);
        using var session = TerminalSession.Start(
            run.Program(TypedRun.Host, TypedRun.Command + "-Verbose")
        );
        session.WaitFor("PASS 1 OF 5");
        session.Freeze();
        run.AwaitLasting(session);

        using var other = new LiveHost(run.Folder, "Stop-OrchestratorRun", "-JobsPath", "jobs.csv");

        Assert.True(other.ExitsWithin(TerminalSession.Ample));
        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(130, session.ExitCode);
        run.AssertStopped();
    }

    [Fact]
    public void A_terminal_that_never_says_where_its_cursor_is_does_not_hold_up_a_run()
    {
        using var run = new TypedRun(Quick, lasting: 0);
        using var session = TerminalSession.Start(
            run.Program(TypedRun.Pwsh, TypedRun.Command),
            new TerminalKind { AnswersCursorQueries = false }
        );

        Assert.True(session.ExitsWithin(TerminalSession.Ample * 2), session.Text);
        var state = run.State!;
        Assert.Equal((RunState.Completed, Quick), (state.Status.State, state.Status.Succeeded));
        // Each question makes pwsh wait for a second; asked at the usual pace, it would be five of
        // them in each second, for each worker.
        Assert.InRange(session.CursorQueries, 1, 100 + (int)state.Passes[0].Duration.TotalSeconds);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
