using System.Diagnostics;
using System.Text;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// A program in a terminal of its own, as a person or an SSH connection starts it: the leader of a
/// session, in the foreground. What it writes is shown on a screen; what is typed goes through the
/// terminal, which makes a signal of Ctrl+C by itself. A program that asks where the cursor is gets
/// its answer, unless the terminal is one that gives none.
/// </summary>
internal sealed class TerminalSession : IDisposable
{
    /// <summary>Long enough for a busy machine.</summary>
    public static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly PseudoTerminal _terminal;
    private readonly TerminalScreen _screen;
    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly ManualResetEventSlim _isRead = new(initialState: true);
    private readonly Thread _reader;
    private int _queries;
    private int _isClosed;

    private TerminalSession(TerminalProgram program, TerminalKind kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: the terminal is one of Linux.");
        _terminal = new PseudoTerminal(kind.Columns, kind.Rows);
        AnswersCursorQueries = kind.AnswersCursorQueries;
        _screen = new TerminalScreen(kind.Columns, kind.Rows) { CursorAsked = OnCursorAsked };
        // The shell opens the terminal, setsid makes it that of a session, and both give way to the
        // program: the process stays the same.
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "terminal=$1; shift; exec setsid -c \"$@\" <>\"$terminal\" >&0 2>&0",
                "sh",
                _terminal.Path,
                program.Name,
                .. program.Arguments,
            ]
        )
        {
            WorkingDirectory = program.WorkingFolder,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = kind.Name;
        start.Environment.Remove("COLUMNS");
        start.Environment.Remove("LINES");
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reader = new Thread(Read) { IsBackground = true, Name = "terminal" };
        _reader.Start();
    }

    /// <summary>Starts a program in a new terminal.</summary>
    public static TerminalSession Start(TerminalProgram program, TerminalKind? kind = null) =>
        new(program, kind ?? new TerminalKind());

    /// <summary>The program's process id, which is that of its session and of its group too.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended; 128 and more is a signal.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>All that a person could have read so far, rows that have scrolled away too.</summary>
    public string Text => Look(screen => screen.Text);

    /// <summary>The rows on the screen now.</summary>
    public IReadOnlyList<string> Visible => Look(screen => screen.Visible);

    /// <summary>How often the program has asked where the cursor is.</summary>
    public int CursorQueries => Look(_ => _queries);

    /// <summary>Whether it says where its cursor is when it is asked.</summary>
    public bool AnswersCursorQueries { get; set; }

    /// <summary>What the program has written, byte for byte, escape sequences and all.</summary>
    public string Written => Look(_ => _written.ToString());

    /// <summary>Types; <c>\r</c> is the Enter key.</summary>
    public void Type(string keys) => _terminal.Write(Encoding.UTF8.GetBytes(keys));

    /// <summary>Presses Ctrl+C: the terminal interrupts whatever is in its foreground.</summary>
    public void PressCtrlC() => Type("\x03");

    /// <summary>The window gets another size. What is on the screen stays where it is.</summary>
    public void Resize(int columns, int rows) => _terminal.Resize(columns, rows);

    /// <summary>A program sets it to give out whole lines, and to show what is typed.</summary>
    public void SetLineMode()
    {
        using var stty = Process.Start("stty", ["-F", _terminal.Path, "icanon", "echo"]);
        stty.WaitForExit();
        Assert.Equal(0, stty.ExitCode);
    }

    /// <summary>Nobody reads any more what is written, as at a laptop that sleeps or after Ctrl+S.</summary>
    public void Freeze() => _isRead.Reset();

    /// <summary>It is read again.</summary>
    public void Thaw() => _isRead.Set();

    /// <summary>The window is closed, or the connection lost: the program gets SIGHUP.</summary>
    public void HangUp()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1)
        {
            return;
        }

        _terminal.Wake();
        _isRead.Set();
        _reader.Join();
        _terminal.Close();
    }

    /// <summary>Waits until the text that was shown holds this.</summary>
    public void WaitFor(string text) =>
        WaitUntil(() => _screen.Text.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>Waits for something that what the program writes brings about.</summary>
    /// <param name="hasCome">Asked after each piece that was shown.</param>
    /// <param name="what">What is waited for, should it not come.</param>
    public void WaitUntil(Func<bool> hasCome, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        lock (_written)
        {
            while (!hasCome())
            {
                var left = Ample - TimeProvider.System.GetElapsedTime(began);
                Assert.True(
                    left > TimeSpan.Zero && !(HasExited && !_reader.IsAlive),
                    $"{what} was not shown. What was:\n{_screen.Text}"
                );
                Monitor.Wait(_written, Min(left, TimeSpan.FromMilliseconds(200)));
            }
        }
    }

    /// <summary>Waits for the program's end; true when it came in time.</summary>
    public bool ExitsWithin(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            return false;
        }

        // What it wrote last has been shown, unless somebody else still has the terminal open.
        _reader.Join(Min(limit, TimeSpan.FromSeconds(1)));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Ends what is in it, by force.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        HangUp();
        _terminal.Dispose();
        _process.Dispose();
        _isRead.Dispose();
    }

    private T Look<T>(Func<TerminalScreen, T> at)
    {
        lock (_written)
        {
            return at(_screen);
        }
    }

    private void Read()
    {
        var buffer = new byte[4096];
        var decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[buffer.Length];
        while (true)
        {
            _isRead.Wait();
            var count = _terminal.Read(buffer);
            if (count == 0)
            {
                break;
            }

            var length = decoder.GetChars(buffer.AsSpan(0, count), characters, flush: false);
            Show(new string(characters, 0, length));
        }

        lock (_written)
        {
            Monitor.PulseAll(_written);
        }
    }

    private void Show(string text)
    {
        lock (_written)
        {
            _written.Append(text);
            _screen.Show(text);
            Monitor.PulseAll(_written);
        }
    }

    private void OnCursorAsked()
    {
        _queries++;
        if (AnswersCursorQueries)
        {
            var (row, column) = _screen.Cursor;
            Type($"\e[{row};{column}R");
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
