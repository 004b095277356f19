using System.Text;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// Fits text into columns, measured by <see cref="DisplayWidth"/>. For text that is already
/// clean (<see cref="TerminalText"/>).
/// </summary>
public static class TextFit
{
    private const string Ellipsis = "…";

    /// <summary>Adds spaces on the right up to a width; wider text stays as it is.</summary>
    public static string PadRight(string text, int columns) => text + Spaces(text, columns);

    /// <summary>Adds spaces on the left up to a width; wider text stays as it is.</summary>
    public static string PadLeft(string text, int columns) => Spaces(text, columns) + text;

    /// <summary>Adds spaces on both sides up to a width, the odd one on the right.</summary>
    public static string Center(string text, int columns)
    {
        var missing = Math.Max(0, columns - DisplayWidth.Of(text));
        return new string(' ', missing / 2) + text + new string(' ', missing - (missing / 2));
    }

    /// <summary>
    /// Shortens text that is wider than it may be; what was left out is shown by <c>…</c>, which
    /// counts.
    /// </summary>
    /// <param name="text">One line.</param>
    /// <param name="columns">The most it may take, from 1.</param>
    public static string Truncate(string text, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (DisplayWidth.Of(text) <= columns)
        {
            return text;
        }

        var kept = new StringBuilder();
        var width = 0;
        foreach (var element in DisplayWidth.Elements(text))
        {
            width += DisplayWidth.OfElement(element);
            if (width > columns - 1)
            {
                break;
            }

            kept.Append(element);
        }

        return kept.Append(Ellipsis).ToString();
    }

    /// <summary>
    /// Breaks text into lines at its spaces, and within a word only where the word alone is wider
    /// than a line. Nothing but the spaces at the breaks is lost.
    /// </summary>
    /// <param name="text">The text; line feeds break too.</param>
    /// <param name="columns">
    /// The most a line may take, from 2, because a character may take two columns.
    /// </param>
    /// <returns>At least one line.</returns>
    public static IReadOnlyList<string> Wrap(string text, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            WrapParagraph(paragraph, columns, lines);
        }

        return lines;
    }

    /// <summary>
    /// A label with a value beside it; what does not fit goes on under the value's beginning. For
    /// sentences.
    /// </summary>
    internal static IEnumerable<string> Hang(string label, string value, int columns)
    {
        var indent = DisplayWidth.Of(label);
        return Wrap(value, columns - indent)
            .Select((line, index) => (index == 0 ? label : new string(' ', indent)) + line);
    }

    /// <summary>
    /// A label with a value beside it, or, when that does not fit, on lines of its own that are
    /// indented by 4. For paths and commands, which are to be broken as rarely as can be.
    /// </summary>
    internal static IEnumerable<string> Below(string label, string value, int columns) =>
        DisplayWidth.Of(label) + DisplayWidth.Of(value) <= columns
            ? [label + value]
            : Wrap(value, columns - 4).Select(line => "    " + line).Prepend(label.TrimEnd());

    private static void WrapParagraph(string paragraph, int columns, List<string> lines)
    {
        var line = new StringBuilder();
        var width = 0;
        var spaces = 0;
        foreach (var word in paragraph.Split(' '))
        {
            var wordWidth = DisplayWidth.Of(word);
            if (wordWidth > 0 && width + spaces + wordWidth <= columns)
            {
                line.Append(' ', spaces);
                width += spaces;
                spaces = 0;
            }
            else if (wordWidth > 0)
            {
                if (width > 0)
                {
                    Flush();
                }

                spaces = 0;
            }

            foreach (var element in DisplayWidth.Elements(word))
            {
                var elementWidth = DisplayWidth.OfElement(element);
                if (width + elementWidth > columns)
                {
                    Flush();
                }

                line.Append(element);
                width += elementWidth;
            }

            spaces++;
        }

        Flush();

        void Flush()
        {
            lines.Add(line.ToString());
            line.Clear();
            width = 0;
            spaces = 0;
        }
    }

    private static string Spaces(string text, int columns) =>
        new(' ', Math.Max(0, columns - DisplayWidth.Of(text)));
}
