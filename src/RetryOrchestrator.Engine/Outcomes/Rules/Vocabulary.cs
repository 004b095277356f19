using System.Buffers;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// The words of all built-in patterns, each looked for once in a text however many patterns ask for
/// it.
/// </summary>
internal sealed class Vocabulary
{
    // A regular expression that ignores case takes the sign of the Kelvin for a k, and a Turkish
    // letter for an i; a search for words does not.
    private static readonly SearchValues<char> OddCase = SearchValues.Create("\u212A\u0130\u0131");

    // A text of a line holds few of them, so that hardly any word is looked for letter by letter.
    private const int Pairs = 4_096;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<(string Word, int First, int Last)> _words = [];

    /// <summary>
    /// The number of a word of two letters or more, which is added if it is new. Case is ignored.
    /// </summary>
    public int NumberOf(string word)
    {
        var key = word.ToLowerInvariant();
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = _words.Count;
            _numbers.Add(key, number);
            _words.Add((key, PairAt(key, 1), PairAt(key, key.Length - 1)));
        }

        return number;
    }

    /// <summary>
    /// For each number whether the word is in a text; null where a search might miss one that a
    /// pattern would find.
    /// </summary>
    public bool[]? FoundIn(string text)
    {
        if (text.AsSpan().ContainsAny(OddCase))
        {
            return null;
        }

        var plain = text.ToLowerInvariant();
        Span<bool> pairs = stackalloc bool[Pairs];
        pairs.Clear();
        for (var i = 1; i < plain.Length; i++)
        {
            pairs[PairAt(plain, i)] = true;
        }

        var found = new bool[_words.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var (word, first, last) = _words[i];
            found[i] =
                pairs[first] && pairs[last] && plain.Contains(word, StringComparison.Ordinal);
        }

        return found;
    }

    // Which of the pairs of letters that end at an index; several pairs may share a number.
    private static int PairAt(string text, int end) =>
        ((text[end - 1] * 31) + text[end]) & (Pairs - 1);
}
