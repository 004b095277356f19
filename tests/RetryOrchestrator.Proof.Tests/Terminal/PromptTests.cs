namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>A run that a person types at the prompt of pwsh, and stops there.</summary>
public sealed class PromptTests
{
    [Fact]
    public void Ctrl_C_leads_back_to_a_prompt_that_works_with_the_run_stopped_and_nothing_at_work()
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = run.Prompt();
        session.Type(TypedRun.Command + "\r");
        run.AwaitLasting(session);

        session.PressCtrlC();

        session.WaitFor("STOPPED");
        session.Type("Write-Host \"at $(6 * 7)\"\r");
        session.WaitFor("at 42");
        run.AssertStopped();
        session.Type("exit 3\r");
        Assert.True(session.ExitsWithin(TerminalSession.Ample), session.Text);
        Assert.Equal(3, session.ExitCode);
    }

    [Fact]
    public void What_the_terminal_threw_away_with_Ctrl_C_is_asked_for_again()
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = run.Prompt();
        session.Type(TypedRun.Command + "\r");
        run.AwaitLasting(session);
        // A bar is drawn, pwsh asks where the cursor is, and the answer gets lost.
        session.AnswersCursorQueries = false;
        var asked = session.CursorQueries;
        session.WaitUntil(() => session.CursorQueries > asked, "a question for the cursor");
        session.AnswersCursorQueries = true;

        session.PressCtrlC();

        session.WaitFor("STOPPED");
        session.Type("Write-Host \"at $(6 * 7)\"\r");
        session.WaitFor("at 42");
        run.AssertStopped();
    }
}
