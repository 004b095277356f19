using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>The window is closed, or the connection lost, while a run is at work.</summary>
public sealed class ClosedTerminalTests
{
    // 128 and SIGHUP: after its run pwsh ends as it would have ended at once.
    private const int HungUp = 129;

    [Theory]
    [InlineData(TypedRun.Host, "", 130)]
    [InlineData(TypedRun.Host, "HUP TERM INT", 130)]
    [InlineData(TypedRun.Pwsh, "", HungUp)]
    [InlineData(TypedRun.Pwsh, "HUP TERM INT", HungUp)]
    public void The_run_is_stopped_in_order_whatever_its_programs_ignore(
        string shell,
        string ignored,
        int exitCode
    )
    {
        using var run = new TypedRun(quick: 0, lasting: 3, ignored);
        using var session = TerminalSession.Start(run.Program(shell, TypedRun.Command));
        run.AwaitLasting(session);

        session.HangUp();

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(exitCode, session.ExitCode);
        run.AssertStopped();
    }

    [Theory]
    [InlineData(TypedRun.Host)]
    [InlineData(TypedRun.Pwsh)]
    public void With_nohup_the_run_goes_on_though_nothing_can_be_written_any_more(string shell)
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = TerminalSession.Start(run.Nohup(shell, TypedRun.Command));
        run.AwaitLasting(session);

        session.HangUp();
        run.LetEnd();

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(
            (RunState.Completed, 3),
            (run.State!.Status.State, run.State.Status.Succeeded)
        );
        if (shell == TypedRun.Host)
        {
            Assert.Equal(0, session.ExitCode);
        }
    }

    [Theory]
    [InlineData(TypedRun.Host)]
    [InlineData(TypedRun.Pwsh)]
    public void A_script_begins_no_further_run_after_it(string shell)
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = TerminalSession.Start(
            run.Program(
                shell,
                $"{TypedRun.Command}; {TypedRun.Command} -StatePath second.db; [IO.File]::WriteAllText('went-on', '')"
            )
        );
        run.AwaitLasting(session);

        session.HangUp();

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        run.AssertStopped();
        Assert.Equal(2, run.Programs.Count);
    }
}
