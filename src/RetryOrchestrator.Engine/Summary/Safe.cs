using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// Text from outside that is handed to a shell: views that show every property as it is
/// (<c>Format-List *</c>) must not hand a terminal what it would obey.
/// </summary>
internal static class Safe
{
    /// <summary>The text with controls as pictures; line feeds and tabs stay. Null stays null.</summary>
    public static string? Text(string? text) => text is null ? null : TerminalText.Clean(text);

    /// <summary>
    /// The same for names, which find what they name again: whatever no terminal obeys stays as it is.
    /// Null stays null.
    /// </summary>
    public static string? Name(string? name) => name is null ? null : TerminalText.Disarm(name);
}
