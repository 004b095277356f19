namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// One alternative of a pattern, and the words without which it cannot match: what is looked for
/// before it is tried, at a hundredth of its cost.
/// </summary>
/// <param name="Pattern">The alternative.</param>
/// <param name="Words">Sets of words; a text must hold one of each set.</param>
internal sealed record PatternWords(string Pattern, IReadOnlyList<string[]> Words)
{
    /// <summary>The set that the fewest texts hold a word of.</summary>
    public string[] Rarest => Words.MaxBy(PatternReading.Worth)!;
}
