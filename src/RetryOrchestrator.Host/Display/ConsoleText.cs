using System.Management.Automation;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Display;

/// <summary>
/// Everything the host writes goes through here, so that the live line never mixes with lasting
/// text. Safe to use from the pipeline's thread and from a signal's.
/// </summary>
internal sealed class ConsoleText(TextStream output, TextStream error, TimeProvider time)
{
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(80);

    private readonly Lock _gate = new();
    private LiveLine? _live;
    private bool _lineOpen;
    private long? _lastDrawn;

    /// <summary>With a data format, standard output is for objects alone.</summary>
    public DataFormat Format { get; set; }

    /// <summary>Where messages, and without a data format the views, go.</summary>
    public TextStream Messages => Format is DataFormat.View ? output : error;

    /// <summary>Standard output, for data.</summary>
    public TextWriter Data => output.Writer;

    /// <summary>
    /// Why standard output did not take everything; null when it did. A reader that has gone (<c>|
    /// head</c>) wanted no more, and is none.
    /// </summary>
    public string? OutputFailure => output.Failure;

    /// <summary>
    /// How long a write has been waiting for whoever reads the terminal or the pipe; zero when none
    /// is.
    /// </summary>
    public TimeSpan WaitingFor =>
        output.WaitingFor > error.WaitingFor ? output.WaitingFor : error.WaitingFor;

    /// <summary>Writes a message or a part of one.</summary>
    public void Write(string text, ConsoleColor? colour = null, bool endLine = true) =>
        Write(Messages, text, colour, endLine);

    /// <summary>Writes a line of the run's own, which may be longer than the terminal is wide.</summary>
    public void Say(string text, ConsoleColor? colour = null, bool endLine = true) =>
        Write(Messages, Fitted(Messages, text), colour, endLine);

    /// <summary>Writes a message that should be seen although standard output is read by a program.</summary>
    public void Alert(string text, ConsoleColor colour) =>
        Write(error, Fitted(error, text), colour, endLine: true);

    /// <summary>
    /// Takes the live line away while data is written. After a failure nothing more is: data may
    /// end early, but must not have a hole.
    /// </summary>
    public void WriteData(Action write)
    {
        lock (_gate)
        {
            if (output.Failure is not null)
            {
                return;
            }

            _live?.Hide();
            write();
            ShowLive();
        }
    }

    /// <summary>Draws the record as the live line; none without a terminal, none too often.</summary>
    public void Progress(ProgressRecord record)
    {
        lock (_gate)
        {
            // The bars of single workers stand below the pass's; one line has room for the pass.
            if (record.ParentActivityId >= 0 || Terminal() is not { } terminal)
            {
                return;
            }

            _live ??= new LiveLine(terminal);
            if (record.RecordType is ProgressRecordType.Completed)
            {
                _live.Set(null);
                _lastDrawn = null;
            }
            else if (_lastDrawn is not { } last || time.GetElapsedTime(last) >= BetweenDrawings)
            {
                _lastDrawn = time.GetTimestamp();
                if (!_lineOpen)
                {
                    _live.Set(columns => ProgressText.Of(record, columns));
                }
            }
        }
    }

    /// <summary>Takes the live line away for good.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _live?.Set(null);
        }
    }

    private void Write(TextStream target, string text, ConsoleColor? colour, bool endLine)
    {
        lock (_gate)
        {
            _live?.Hide();
            target.Write(text, colour, endLine);
            if (target.IsTerminal)
            {
                _lineOpen = !endLine && !text.EndsWith('\n');
            }

            ShowLive();
        }
    }

    // In a file a line stays one line, to be searched for.
    private static string Fitted(TextStream target, string text) =>
        target.IsTerminal ? MessageText.Wrap(text, target.Width) : text;

    private void ShowLive()
    {
        if (!_lineOpen)
        {
            _live?.Show();
        }
    }

    private TextStream? Terminal() =>
        error.IsTerminal ? error
        : Messages.IsTerminal ? Messages
        : null;
}
