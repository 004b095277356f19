using System.Text;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Reads which words a pattern asks for. It knows the syntax that the built-in patterns use, and
/// where it is not sure asks for nothing.
/// </summary>
internal sealed class PatternReading
{
    // Half of all messages hold these; others are looked for first.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "error",
        "exception",
        "failed",
        "failure",
        "unable",
        "could",
        "couldn't",
        "cannot",
        "can't",
        "did",
        "does",
        "found",
        "start",
        "with",
    };

    private readonly string _pattern;
    private int _at;

    private PatternReading(string pattern) => _pattern = pattern;

    /// <summary>The alternatives of a pattern, each with its words.</summary>
    /// <param name="pattern">A valid pattern, without options that change how it is read.</param>
    public static IReadOnlyList<PatternWords> Of(string pattern) =>
        new PatternReading(pattern).Alternatives();

    /// <summary>How seldom texts hold a word of a set: the length of its shortest.</summary>
    public static int Worth(string[] set) => set.Min(Worth);

    private static int Worth(string word) =>
        Common.Contains(word.Trim().Split(' ')[0]) ? 1 : word.Trim().Length;

    private List<PatternWords> Alternatives()
    {
        var read = new List<PatternWords>();
        while (true)
        {
            var start = _at;
            var sets = Sequence();
            read.Add(new PatternWords(_pattern[start.._at], sets));
            if (_at >= _pattern.Length || _pattern[_at] == ')')
            {
                return read;
            }

            _at++;
        }
    }

    // What stands one after the other: each asks for its own.
    private List<string[]> Sequence()
    {
        var sets = new List<string[]>();
        var run = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var (letter, words) = Atom();
            var (isRequired, isOnce) = Quantifier();
            if (isRequired && letter is { } one)
            {
                run.Append(one);
            }

            if (letter is null || !isOnce)
            {
                Take(run, sets);
            }

            if (isRequired && words is not null)
            {
                sets.Add(words);
            }
        }

        Take(run, sets);
        return sets;
    }

    private static void Take(StringBuilder run, List<string[]> sets)
    {
        // A single letter is in every text.
        if (run.Length > 1 && !string.IsNullOrWhiteSpace(run.ToString()))
        {
            sets.Add([run.ToString()]);
        }

        run.Clear();
    }

    private (char? Letter, string[]? Words) Atom()
    {
        var first = _pattern[_at++];
        switch (first)
        {
            case '(':
                return (null, Group());
            case '[':
                SkipClass();
                return (null, null);
            case '\\':
                var escaped = _pattern[_at++];
                return (char.IsLetterOrDigit(escaped) ? null : escaped, null);
            case '.' or '^' or '$':
                return (null, null);
            default:
                return (first, null);
        }
    }

    // The words of all alternatives in a group together, if each asks for some. What is only looked
    // at, ahead or behind, is no part of the match.
    private string[]? Group()
    {
        var isLookedAt = false;
        if (_pattern[_at] == '?')
        {
            isLookedAt =
                _pattern[_at + 1] is '=' or '!'
                || (_pattern[_at + 1] == '<' && _pattern[_at + 2] is '=' or '!');
            _at = isLookedAt ? _at + 2 : _pattern.IndexOf(':', _at) + 1;
        }

        var inner = Alternatives();
        _at++;
        return isLookedAt || inner.Exists(one => one.Words.Count == 0)
            ? null
            : inner
                .SelectMany(one => one.Rarest)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToArray();
    }

    private void SkipClass()
    {
        while (_pattern[_at] != ']')
        {
            _at += _pattern[_at] == '\\' ? 2 : 1;
        }

        _at++;
    }

    private (bool IsRequired, bool IsOnce) Quantifier()
    {
        if (_at >= _pattern.Length || _pattern[_at] is not ('?' or '*' or '+' or '{'))
        {
            return (true, true);
        }

        var sign = _pattern[_at];
        var isRequired = sign == '+' || (sign == '{' && _pattern[_at + 1] != '0');
        _at = sign == '{' ? _pattern.IndexOf('}', _at) + 1 : _at + 1;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _at++;
        }

        return (isRequired, false);
    }
}
