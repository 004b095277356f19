namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>The terminal of the proofs behaves as one does; the proofs rest on that.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void A_program_sees_a_terminal_of_its_size_and_kind_that_is_its_own()
    {
        using var session = Sh(
            "stty size; echo $TERM; test -t 0 && test -t 1 && test -t 2 && echo whole; ps -o sid=,pgid=,pid= -p $$",
            new TerminalKind
            {
                Columns = 50,
                Rows = 10,
                Name = "dumb",
            }
        );

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        var lines = session.Text.Split('\n');
        Assert.Equal(["10 50", "dumb", "whole"], lines[..3]);
        Assert.Equal(
            Enumerable.Repeat($"{session.Id}", 3),
            lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void Ctrl_C_interrupts_all_that_is_in_the_foreground()
    {
        using var session = Sh(
            "trap 'echo host; exit 7' INT; sh -c 'trap \"echo child; exit\" INT; echo ready; while :; do sleep 1; done'; wait"
        );
        session.WaitFor("ready");

        session.PressCtrlC();

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(7, session.ExitCode);
        Assert.Contains("child", session.Text);
    }

    [Fact]
    public void A_hangup_is_a_signal_and_an_end_of_all_reading_and_writing()
    {
        var note = Path.Combine(Path.GetTempPath(), $"hangup-{Guid.NewGuid():N}");
        using var session = Sh(
            $"trap 'echo lost 2>/dev/null || echo hup > {note}; exit 5' HUP; echo ready; while :; do sleep 0.05; done"
        );
        session.WaitFor("ready");

        session.HangUp();

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(5, session.ExitCode);
        Assert.Equal("hup", File.ReadAllText(note).Trim());
        File.Delete(note);
    }

    [Fact]
    public void A_frozen_terminal_holds_up_who_writes_and_goes_on_when_it_is_read_again()
    {
        using var session = Sh(
            "echo ready; read x; i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i+1)); done; echo over"
        );
        session.WaitFor("ready");
        session.Freeze();
        session.Type("\r");

        Assert.False(session.ExitsWithin(TimeSpan.FromSeconds(1)));
        session.Thaw();

        session.WaitFor("over");
    }

    [Fact]
    public void The_real_shell_reads_what_is_typed_and_asks_where_the_cursor_is()
    {
        using var session = TerminalSession.Start(ShellTerminal.Program());
        session.WaitFor("PS ");

        session.Type("Write-Host \"at $(6 * 7)\"\r");
        session.WaitFor("at 42");
        session.Type("exit 3\r");

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(3, session.ExitCode);
        Assert.NotEqual(0, session.CursorQueries);
    }

    [Fact]
    public void A_screen_shows_what_was_drawn_over_and_keeps_what_scrolled_away()
    {
        var screen = new TerminalScreen(10, 3);

        screen.Show("one\r\ntwo\r\n\e[31mthree\e[0m\r\nfour\e[2;1H\e[Kagain\e[3;3Hx\r\e[1C=");

        Assert.Equal(["two", "again", "f=xr"], screen.Visible);
        Assert.Equal("one\ntwo\nagain\nf=xr", screen.Text);
        Assert.Equal((3, 3), screen.Cursor);
    }

    [Fact]
    public void The_console_host_runs_in_it()
    {
        using var session = TerminalSession.Start(
            TerminalProgram.Host("--command", "6 * 7; exit 4")
        );

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(4, session.ExitCode);
        Assert.Contains("42", session.Text);
    }

    private static TerminalSession Sh(string script, TerminalKind? kind = null) =>
        TerminalSession.Start(new TerminalProgram("/bin/sh", "-c", script), kind);
}
