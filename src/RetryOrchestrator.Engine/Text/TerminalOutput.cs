using System.Buffers;
using System.Text;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// What a program wrote for a terminal, as a person in front of it would have read it: without
/// colours, titles, links and cursor movements, and of a line that was drawn again and again the
/// last drawing.
/// </summary>
/// <remarks>
/// Escape sequences are those of ECMA-48, with the escape character or with one of the 8-bit
/// controls; sequences that are not complete lose what is there of them. What a terminal would
/// obey and this does not know stays, for <see cref="TerminalText"/> to make harmless.
/// </remarks>
public static class TerminalOutput
{
    private const char Escape = '\u001b';
    private const char Bell = '\u0007';
    private const char Backspace = '\b';
    private const char StringEnd = '\u009c';

    private static readonly SearchValues<char> Commands = SearchValues.Create(
        "\u0007\b\r\u000e\u000f\u001b\u0090\u0098\u009b\u009c\u009d\u009e\u009f"
    );

    /// <summary>Reads a text of one line or several.</summary>
    /// <returns>The text itself when it holds nothing of the kind; empty for null.</returns>
    public static string AsSeen(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAny(Commands))
        {
            return text ?? "";
        }

        var plain = Plain(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        return plain.Contains('\r', StringComparison.Ordinal)
            ? string.Join('\n', plain.Split('\n').Select(LastDrawn))
            : plain;
    }

    // A program that draws a line anew writes over the old one or erases it first: what it wrote
    // last is what is left to read.
    private static string LastDrawn(string line) =>
        line.Split('\r').LastOrDefault(drawn => !string.IsNullOrWhiteSpace(drawn)) ?? "";

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            switch (c)
            {
                case Escape or (>= '\u0090' and <= '\u009f') when Commands.Contains(c):
                    at = EndOfSequence(text, at);
                    continue;
                // The bell, and shifts between character sets.
                case Bell or '\u000e' or '\u000f':
                    break;
                case Backspace:
                    if (plain.Length > 0 && plain[^1] is not ('\n' or '\r'))
                    {
                        plain.Length--;
                    }

                    break;
                default:
                    plain.Append(c);
                    break;
            }

            at++;
        }

        return plain.ToString();
    }

    private static int EndOfSequence(string text, int start)
    {
        var (kind, at) =
            text[start] == Escape
                ? (start + 1 < text.Length ? text[start + 1] : '\0', start + 2)
                : ((char)(text[start] - 0x40), start + 1);
        return kind switch
        {
            '[' => EndOfControl(text, at),
            ']' or 'P' or 'X' or '^' or '_' => EndOfString(text, at),
            >= ' ' and <= '/' => EndOfDesignation(text, start + 1),
            >= '0' and <= '~' => at,
            // No sequence: the escape character alone.
            _ => start + 1,
        };
    }

    // Parameters and intermediates, then the final character.
    private static int EndOfControl(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '?')
        {
            at++;
        }

        return at < text.Length && text[at] is >= '@' and <= '~' ? at + 1 : at;
    }

    // Such as the choice of a character set.
    private static int EndOfDesignation(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '/')
        {
            at++;
        }

        return at < text.Length && text[at] is >= '0' and <= '~' ? at + 1 : at;
    }

    // One without an end would take the rest of the text with it: of that only the introducer goes.
    private static int EndOfString(string text, int start)
    {
        for (var at = start; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] is Bell or StringEnd)
            {
                return at + 1;
            }

            if (text[at] == Escape && at + 1 < text.Length && text[at + 1] == '\\')
            {
                return at + 2;
            }
        }

        return start;
    }
}
