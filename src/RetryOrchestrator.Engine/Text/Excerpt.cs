using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// Pieces of a file as messages quote them: short, on one line, nothing a terminal would obey, and
/// nothing that nobody sees.
/// </summary>
internal static class Excerpt
{
    private const int MaxLength = 60;
    private const int MaxSentence = 300;

    /// <summary>The value in single quotes.</summary>
    public static string Of(string value) =>
        value.Length > MaxLength ? $"'{Shown(value[..MaxLength])}...'" : $"'{Shown(value)}'";

    /// <summary>Names in single quotes, the first of them when there are many.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int shown = 20;
        var list = string.Join(", ", names.Take(shown).Select(Of));
        return names.Count > shown ? $"{list} and {names.Count - shown} more" : list;
    }

    private static string Shown(string value) =>
        TerminalText.CleanLine(InvisibleText.Reveal(value));

    /// <summary>
    /// What a library says of a text, which may quote the text at any length: its start, which names
    /// the place, and its end, which names the fault.
    /// </summary>
    public static string OfSentence(string sentence) =>
        TerminalText.CleanLine(
            sentence.Length > MaxSentence
                ? $"{sentence[..(MaxSentence / 2)]}...{sentence[^(MaxSentence / 2)..]}"
                : sentence
        );
}
