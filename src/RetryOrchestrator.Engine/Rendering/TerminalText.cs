using System.Buffers;
using System.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// Makes text from programs and devices harmless to show: what a terminal would obey becomes
/// something a person can see.
/// </summary>
public static class TerminalText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(code => (char)code)
            .Where(c => Visible(c) is not null || char.IsSurrogate(c))
            .ToArray()
    );

    /// <summary>
    /// The text with control characters replaced by their pictures (ESC by <c>␛</c>, DEL by
    /// <c>␡</c>), with 8-bit controls spelled as the escape sequences they stand for, and with
    /// direction overrides and halves of characters replaced by <c>�</c>. Line feeds and tabs stay;
    /// CR LF becomes LF.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var next = text.AsSpan().IndexOfAny(Suspects);
        if (next < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                i += AppendCharacter(clean, text, i);
            }
            else if (c != '\r' || i + 1 == text.Length || text[i + 1] != '\n')
            {
                _ = Visible(c) is { } picture ? clean.Append(picture) : clean.Append(c);
            }
        }

        return clean.ToString();
    }

    /// <summary>What is shown for a character, or null when it may stand as it is.</summary>
    private static string? Visible(char c) =>
        c switch
        {
            '\n' or '\t' => null,
            < ' ' => ((char)('\u2400' + c)).ToString(),
            '\u007f' => "␡",
            // A terminal may take U+009B for ESC [ and so on.
            >= '\u0080' and <= '\u009f' => $"␛{(char)(c - 0x40)}",
            '\u2028' or '\u2029' => "␤",
            // Overrides and isolates can make a line read as something else than it says.
            >= '\u202a' and <= '\u202e' => "\ufffd",
            >= '\u2066' and <= '\u2069' => "\ufffd",
            _ => null,
        };

    /// <returns>How many further chars the character took.</returns>
    private static int AppendCharacter(StringBuilder clean, string text, int index)
    {
        var whole = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
        _ = whole ? clean.Append(text, index, 2) : clean.Append('\ufffd');
        return whole ? 1 : 0;
    }
}
