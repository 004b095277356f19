namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>Values as messages quote them: short, on one line, nothing a terminal would obey.</summary>
internal static class Excerpt
{
    private const int MaxLength = 60;

    /// <summary>The value in single quotes.</summary>
    public static string Of(string value)
    {
        var cut = value.Length > MaxLength ? value[..MaxLength] + "..." : value;
        return $"'{string.Concat(cut.Select(c => char.IsControl(c) ? '\uFFFD' : c))}'";
    }

    /// <summary>Names in single quotes, the first of them when there are many.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int shown = 20;
        var list = string.Join(", ", names.Take(shown).Select(Of));
        return names.Count > shown ? $"{list} and {names.Count - shown} more" : list;
    }
}
