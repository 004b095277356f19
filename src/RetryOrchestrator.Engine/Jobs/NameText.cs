using System.Globalization;

namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// Names (ids, accounts, devices, columns) as they compare: two that look the same are the same.
/// </summary>
public static class NameText
{
    /// <summary>
    /// The name without what nobody sees and with its letters whole; the text itself when it is so.
    /// </summary>
    public static string Of(string text) => WholeLetters.Join(InvisibleText.Remove(text));

    /// <summary>
    /// What <see cref="Of"/> changes, such as <c>U+200B, U+0301 (joined with its letter)</c>; empty
    /// when it changes nothing.
    /// </summary>
    public static string Changes(string text)
    {
        if (Of(text) is var name && name.Length == text.Length)
        {
            return "";
        }

        var parts = WholeLetters
            .PartsIn(InvisibleText.Remove(text))
            .Select(part =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"U+{(int)part:X4} (joined with its letter)"
                )
            );
        return string.Join(
            ", ",
            InvisibleText.IsIn(text) ? parts.Prepend(InvisibleText.CodePoints(text)) : parts
        );
    }
}
