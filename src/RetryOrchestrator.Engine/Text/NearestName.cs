namespace RetryOrchestrator.Engine.Text;

/// <summary>Finds what was probably meant by a name that is none.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate that is the fewest single-letter edits away (Levenshtein), ignoring case;
    /// null when none is near enough to be a slip of the fingers.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates) =>
        candidates
            .Select(candidate => (candidate, Distance: Distance(Lower(name), Lower(candidate))))
            .Where(pair => pair.Distance <= Math.Max(2, pair.candidate.Length / 3))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    private static string Lower(string text) =>
        (text.Length > 64 ? text[..64] : text).ToLowerInvariant();

    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var (i, c) in one.Select((c, i) => (i, c)))
        {
            var current = new int[other.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var substituted = previous[j] + (c == other[j] ? 0 : 1);
                current[j + 1] = Math.Min(substituted, Math.Min(previous[j + 1], current[j]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
