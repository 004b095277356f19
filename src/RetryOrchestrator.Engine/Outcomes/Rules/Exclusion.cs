using System.Text.RegularExpressions;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Words beside a match by which it is said of something else: a password of the farm's registry, a
/// text that a test expected. They are looked for only where a rule has matched, and not by the
/// rule's own pattern at each place where it might begin.
/// </summary>
internal sealed class Exclusion
{
    private const int Reach = 160;
    private const int ReachBefore = 300;

    private readonly Lazy<Regex> _words;
    private readonly bool _looksAfter;

    private Exclusion(string words, bool looksAfter)
    {
        _words = new Lazy<Regex>(() => WholeWords.Compile(words, BuiltInRules.TimeLimit));
        _looksAfter = looksAfter;
    }

    /// <summary>Words in the match, shortly before it or shortly after it, on its line.</summary>
    /// <param name="words">A regular expression.</param>
    public static Exclusion Beside(string words) => new(words, looksAfter: true);

    /// <summary>Words before the match, on its line.</summary>
    /// <param name="words">A regular expression.</param>
    public static Exclusion Before(string words) => new(words, looksAfter: false);

    /// <summary>Whether a match is said of something else.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="match">A match in it.</param>
    public bool Covers(string text, Match match)
    {
        var end = match.Index + match.Length;
        var lineStart = text.AsSpan(0, match.Index).LastIndexOf('\n') + 1;
        if (!_looksAfter)
        {
            return IsFound(Math.Max(lineStart, match.Index - ReachBefore), match.Index);
        }

        var newLine = text.IndexOf('\n', end);
        var lineEnd = newLine < 0 ? text.Length : newLine;
        return IsFound(Math.Max(lineStart, match.Index - Reach), Math.Min(lineEnd, end + Reach));

        bool IsFound(int from, int to) =>
            from < to && _words.Value.IsMatch(text.AsSpan(from, to - from));
    }
}
