namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>A rule as the file wrote it, before anything is checked.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Fields">What it says, in order.</param>
internal sealed record RuleEntry(int Line, IReadOnlyList<RuleField> Fields);

/// <summary>One thing a rule says.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Value">Its value as text; null for what is no text and no number.</param>
/// <param name="IsText">Whether it was written as text; a number was not.</param>
internal readonly record struct RuleField(string Name, string? Value, bool IsText = true);
