namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>
/// A run that a person types at the prompt of pwsh, and stops there; and what pwsh asks its terminal.
/// </summary>
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
        LoseAnAnswer(session);

        session.PressCtrlC();

        session.WaitFor("STOPPED");
        session.Type("Write-Host \"at $(6 * 7)\"\r");
        session.WaitFor("at 42");
        run.AssertStopped();
    }

    [Fact]
    public void An_answer_of_the_terminal_that_got_lost_does_not_hold_up_the_end_of_a_run()
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = TerminalSession.Start(run.Program(TypedRun.Pwsh, TypedRun.Command));
        run.AwaitLasting(session);

        // As when a program that a script has started reads it.
        LoseAnAnswer(session);
        run.LetEnd();

        Assert.True(session.ExitsWithin(TerminalSession.Ample), session.Text);
        Assert.Equal(0, session.ExitCode);
        Assert.Contains("PASS 1 SUMMARY", session.Text);
    }

    [Fact]
    public void An_answer_that_a_program_made_the_terminal_keep_for_the_end_of_a_line_is_given_out()
    {
        using var run = new TypedRun(quick: 0, lasting: 3);
        using var session = TerminalSession.Start(run.Program(TypedRun.Pwsh, TypedRun.Command));
        run.AwaitLasting(session);

        LoseAnAnswer(session);
        session.SetLineMode();
        session.Type("\e[1;1R");
        run.LetEnd();

        Assert.True(session.ExitsWithin(TerminalSession.Ample), session.Text);
        Assert.Equal(0, session.ExitCode);
        Assert.Contains("PASS 1 SUMMARY", session.Text);
    }

    // A bar is drawn, and pwsh asks where the cursor is.
    private static void LoseAnAnswer(TerminalSession session)
    {
        session.AnswersCursorQueries = false;
        var asked = session.CursorQueries;
        session.WaitUntil(() => session.CursorQueries > asked, "a question for the cursor");
        session.AnswersCursorQueries = true;
    }
}
