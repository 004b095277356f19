namespace RetryOrchestrator.Storage.Values;

/// <summary>
/// Makes equal texts one object: of so many different ones, and no more, so that a million of them
/// cost it little.
/// </summary>
internal sealed class SharedTexts
{
    private const int Most = 100_000;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text, or one like it that was seen before.</summary>
    public string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count < Most)
        {
            _texts.Add(text);
        }

        return text;
    }
}
