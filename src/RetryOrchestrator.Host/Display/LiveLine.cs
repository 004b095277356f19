using System.Text;
using Wcwidth;

namespace RetryOrchestrator.Host.Display;

/// <summary>
/// The last line of a terminal, rewritten in place. It is always shorter than the terminal is
/// wide: a wrapped line could not be taken back.
/// </summary>
internal sealed class LiveLine(TextStream terminal)
{
    private Func<int, string>? _text;
    private bool _visible;

    /// <summary>Sets what it says, given the columns it may fill; null takes it away.</summary>
    public void Set(Func<int, string>? text)
    {
        _text = text;
        if (text is null)
        {
            Hide();
        }
        else
        {
            Show();
        }
    }

    /// <summary>Draws it, if it says something.</summary>
    public void Show()
    {
        if (_text is not null)
        {
            var columns = terminal.Width - 1;
            var line = Ansi.ClearLine + Fit(_text(columns), columns);
            terminal.Write(line, null, endLine: false);
            _visible = true;
        }
    }

    /// <summary>Makes room for a lasting line.</summary>
    public void Hide()
    {
        if (_visible)
        {
            terminal.Write(Ansi.ClearLine, null, endLine: false);
            _visible = false;
        }
    }

    /// <summary>The part of a text that fits, its control characters made harmless.</summary>
    public static string Fit(string text, int columns)
    {
        var fitting = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
            columns -= UnicodeCalculator.GetWidth(shown);
            if (columns < 0)
            {
                break;
            }

            fitting.Append(shown);
        }

        return fitting.ToString();
    }
}
