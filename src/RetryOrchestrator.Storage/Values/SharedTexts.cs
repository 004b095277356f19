namespace RetryOrchestrator.Storage.Values;

/// <summary>
/// Makes equal texts that come close to each other one object. It remembers only the last text of
/// each place in a fixed table, so that a million different ones cost it nothing.
/// </summary>
internal sealed class SharedTexts
{
    private const int Places = 4096;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text, or one like it that was seen before.</summary>
    public string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        ref var known = ref _texts[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        if (!string.Equals(known, text, StringComparison.Ordinal))
        {
            known = text;
        }

        return known;
    }
}
