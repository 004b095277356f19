namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>The category words of files and tables.</summary>
public static class FailureCategoryWords
{
    /// <summary>The words, for messages.</summary>
    public static string List { get; } =
        string.Join(", ", Enum.GetValues<FailureCategory>().Select(ToWord));

    /// <summary>The lower-case word of a category, such as <c>infrastructure</c>.</summary>
    public static string ToWord(this FailureCategory category) =>
        category switch
        {
            FailureCategory.Account => "account",
            FailureCategory.Input => "input",
            FailureCategory.Infrastructure => "infrastructure",
            FailureCategory.Unknown => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
        };

    /// <summary>Reads a category word, ignoring case and surrounding space.</summary>
    /// <returns>False when the word is none of the four.</returns>
    public static bool TryParse(string? word, out FailureCategory category)
    {
        foreach (var candidate in Enum.GetValues<FailureCategory>())
        {
            if (string.Equals(word?.Trim(), candidate.ToWord(), StringComparison.OrdinalIgnoreCase))
            {
                category = candidate;
                return true;
            }
        }

        category = FailureCategory.Unknown;
        return false;
    }
}
