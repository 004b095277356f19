namespace RetryOrchestrator.Module.Commands;

/// <summary>Where the place of a word decides what it means: a list, its state, or a job's id.</summary>
internal static class ListPlace
{
    /// <summary>Whether a path is that of a state: <c>jobs.orchestrator.db</c>.</summary>
    public static bool IsState(string? path) =>
        path?.EndsWith(".db", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether a word is the path of a list or a state by its looks alone.</summary>
    public static bool IsNamedLikeOne(string word) =>
        IsState(word) || word.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a word, which is no known id, can be nothing but a path.</summary>
    public static bool IsPathLike(string word) => word.AsSpan().ContainsAny('/', '\\');
}
