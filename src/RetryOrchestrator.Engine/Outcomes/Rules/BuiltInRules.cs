using System.Collections.Concurrent;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// The built-in message rules, ready to use. They look at nothing but the text, and a run says the same
/// few texts over and over: those are looked up instead of matched again.
/// </summary>
internal static class BuiltInRules
{
    private const int MaxRemembered = 1_000;
    private const int MaxLength = 300;

    /// <summary>
    /// The time one match may take. These patterns are known to end: it only guards against a slip in
    /// them, and is long enough that a busy machine does not change what a message means.
    /// </summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private static readonly Vocabulary Words = new();

    private static readonly FilteredRule[] Rules = BuiltInMessages
        .All.Select(rule => new FilteredRule(rule, Words, TimeLimit))
        .ToArray();

    private static readonly ConcurrentDictionary<string, FailureRule?> Remembered = new();

    /// <summary>The first rule that matches a text, or null.</summary>
    public static FailureRule? FirstMatch(string text, Action<string>? report)
    {
        if (Remembered.TryGetValue(text, out var known))
        {
            return known;
        }

        var rule = FindFirst(text, report);
        if (text.Length <= MaxLength && Remembered.Count < MaxRemembered)
        {
            Remembered.TryAdd(text, rule);
        }

        return rule;
    }

    /// <summary>How many patterns are tried on a text at most.</summary>
    public static int CountToTry(string text)
    {
        var found = Words.FoundIn(text);
        return Rules.Sum(rule => rule.CountToTry(found));
    }

    private static FailureRule? FindFirst(string text, Action<string>? report)
    {
        var found = Words.FoundIn(text);
        return Array.Find(Rules, one => one.Matches(text, found, report))?.Rule;
    }
}
