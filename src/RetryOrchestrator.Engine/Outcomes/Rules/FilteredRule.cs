namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// A built-in rule. Each alternative of its pattern is tried, and made ready, only where a text
/// holds the words without which it cannot match.
/// </summary>
internal sealed class FilteredRule
{
    private readonly (int[][] Words, Lazy<CompiledRule> Compiled)[] _alternatives;

    /// <param name="rule">It must ask for a message.</param>
    /// <param name="vocabulary">Takes in the words of its message.</param>
    /// <param name="timeLimit">The time one match may take.</param>
    /// <exception cref="ArgumentException">An alternative of its message asks for no word.</exception>
    public FilteredRule(FailureRule rule, Vocabulary vocabulary, TimeSpan timeLimit)
    {
        Rule = rule;
        _alternatives = PatternReading.Of(rule.Message!).Select(Prepared).ToArray();

        (int[][], Lazy<CompiledRule>) Prepared(PatternWords one) =>
            one.Words.Count == 0
                ? throw new ArgumentException(
                    $"In the rule '{rule.Name}', '{one.Pattern}' asks for no word.",
                    nameof(rule)
                )
                : (
                    one.Words.Select(set => set.Select(vocabulary.NumberOf).ToArray()).ToArray(),
                    new Lazy<CompiledRule>(() =>
                        new CompiledRule(rule with { Message = one.Pattern }, timeLimit)
                    )
                );
    }

    public FailureRule Rule { get; }

    /// <summary>How many alternatives are to be tried on a text.</summary>
    /// <param name="found">What <see cref="Vocabulary.FoundIn"/> said of it.</param>
    public int CountToTry(bool[]? found) => _alternatives.Count(one => IsToTry(one.Words, found));

    /// <summary>Whether its message is found in a text.</summary>
    /// <param name="text">The text to look at.</param>
    /// <param name="found">What <see cref="Vocabulary.FoundIn"/> said of it.</param>
    /// <param name="report">Told when a pattern takes too long.</param>
    public bool Matches(string text, bool[]? found, Action<string>? report)
    {
        foreach (var (words, compiled) in _alternatives)
        {
            if (IsToTry(words, found) && compiled.Value.Matches(text, report))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsToTry(int[][] words, bool[]? found)
    {
        if (found is null)
        {
            return true;
        }

        foreach (var set in words)
        {
            if (!IsAny(set, found))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAny(int[] set, bool[] found)
    {
        foreach (var number in set)
        {
            if (found[number])
            {
                return true;
            }
        }

        return false;
    }
}
