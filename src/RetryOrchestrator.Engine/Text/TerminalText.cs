using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// Makes text that came from outside (ids, messages, paths) safe to write to a terminal. A job id
/// or an app's error message must not be able to recolour, overwrite or reorder what the operator
/// reads; so what a terminal would obey is shown instead. Ordinary text of every script, emoji
/// included, stays as it is.
/// </summary>
/// <remarks>
/// C0 controls become their pictures (ESC is <c>␛</c>, a bell <c>␇</c>), DEL becomes <c>␡</c>; C1
/// controls, line and paragraph separators and the characters that override the direction of
/// text become their code points (<c>&lt;U+202E&gt;</c>); half a surrogate pair becomes U+FFFD.
/// Cleaning twice is the same as cleaning once.
/// </remarks>
public static class TerminalText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(IsSuspect).ToArray()
    );

    private static readonly SearchValues<char> Commands = SearchValues.Create(
        Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(IsCommand).ToArray()
    );

    /// <summary>
    /// Cleans text that may have several lines: line feeds and tabs stay, CR LF becomes LF.
    /// </summary>
    /// <returns>The text itself when it holds nothing to clean; empty for null.</returns>
    public static string Clean(string? text) => Clean(text, keepLines: true);

    /// <summary>
    /// Cleans text that is to stand within one line: a line feed becomes <c>␊</c>, a tab a space.
    /// </summary>
    /// <returns>The text itself when it holds nothing to clean; empty for null.</returns>
    public static string CleanLine(string? text) => Clean(text, keepLines: false);

    /// <summary>
    /// Shows only what a terminal would obey as a command. Line breaks, tabs and the direction of
    /// text stay: for data that other programs read, and people look at with <c>cat</c>.
    /// </summary>
    /// <returns>The text itself when it holds no such control; empty for null.</returns>
    public static string Disarm(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAny(Commands))
        {
            return text ?? "";
        }

        return string.Concat(text.Select(c => IsCommand(c) ? Picture(c) : c));
    }

    /// <summary>The first line of a text that is not blank, trimmed and cleaned.</summary>
    /// <returns>Empty when there is none.</returns>
    public static string FirstLine(string? text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                return CleanLine(line.Trim().ToString());
            }
        }

        return "";
    }

    private static string Clean(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAny(Suspects))
        {
            return text ?? "";
        }

        var cleaned = new StringBuilder(text.Length + 16);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' or '\t' when keepLines:
                    cleaned.Append((char)rune.Value);
                    break;
                case '\t':
                    cleaned.Append(' ');
                    break;
                case < 0x20:
                    cleaned.Append((char)(0x2400 + rune.Value));
                    break;
                case 0x7F:
                    cleaned.Append('\u2421');
                    break;
                case var point when rune.IsBmp && IsSuspect((char)point):
                    cleaned.Append(CultureInfo.InvariantCulture, $"<U+{point:X4}>");
                    break;
                default:
                    cleaned.Append(rune.ToString());
                    break;
            }
        }

        return cleaned.ToString();
    }

    private static bool IsCommand(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    // C1 controls have no pictures of their own.
    private static char Picture(char c) =>
        c switch
        {
            < '\x20' => (char)(0x2400 + c),
            '\x7F' => '\u2421',
            _ => '\uFFFD',
        };

    // Surrogates are suspects because half of a pair may stand alone; reading by rune mends that.
    private static bool IsSuspect(char c) =>
        char.IsControl(c)
        || char.IsSurrogate(c)
        || c
            is '\u2028'
                or '\u2029'
                or (>= '\u202A' and <= '\u202E')
                or (>= '\u2066' and <= '\u206F');
}
