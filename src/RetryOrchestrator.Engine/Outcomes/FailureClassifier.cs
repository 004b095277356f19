using RetryOrchestrator.Engine.Outcomes.Rules;

namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// Sorts failures by, in this order: what the executor declared; the user's rules; the type of the
/// exception; the built-in rules for messages. Safe for use by several threads.
/// </summary>
public sealed class FailureClassifier : IFailureClassifier
{
    /// <summary>The rule name of a failure whose category the executor stated.</summary>
    public const string Declared = "declared";

    private readonly CompiledRule[] _userRules;
    private readonly Action<string>? _report;

    /// <param name="userRules">Rules that are tried before the built-in ones, in order.</param>
    /// <param name="report">
    /// Told, from whichever thread, that a rule takes too long: when it is passed over for the first
    /// time, and when it is given up.
    /// </param>
    /// <exception cref="ArgumentException">A rule names no condition or has a faulty pattern.</exception>
    public FailureClassifier(
        IReadOnlyList<FailureRule>? userRules = null,
        Action<string>? report = null
    )
    {
        _userRules = (userRules ?? [])
            .Select(rule => new CompiledRule(rule, WholeWords.TimeLimit))
            .ToArray();
        _report = report;
    }

    /// <summary>The one without rules of the user's.</summary>
    public static FailureClassifier BuiltIn { get; } = new();

    /// <summary>The built-in rules for messages, in order.</summary>
    public static IReadOnlyList<FailureRule> BuiltInMessageRules => BuiltInMessages.All;

    /// <inheritdoc/>
    public Failure Classify(FailureEvidence evidence)
    {
        // A page or a log that a script threw belongs into its artifacts, not into the history.
        var message = EvidenceText.Bounded(evidence.Message ?? "");
        if (evidence.DeclaredCategory is { } declared)
        {
            return new Failure(declared, evidence.DeclaredType ?? "", message, Declared);
        }

        var chain = ExceptionChain.Of(evidence.Exception);
        var text = EvidenceText.Of(evidence, chain);
        var own = Array.Find(
            _userRules,
            rule => rule.Matches(evidence.ExitCode, text, chain, _report)
        );
        if (own is not null)
        {
            return Made(own.Rule, message);
        }

        foreach (var cause in TypedCause.BeforeText)
        {
            if (chain.Any(cause.Matches))
            {
                return Made(cause, message);
            }
        }

        if (BuiltInRules.FirstMatch(text, _report) is { } builtIn)
        {
            return Made(builtIn, message);
        }

        return chain.Any(TypedCause.WebDriver.Matches)
            ? Made(TypedCause.WebDriver, message)
            : new Failure(FailureCategory.Unknown, "", message);
    }

    private static Failure Made(FailureRule rule, string message) =>
        new(rule.Category, rule.Type, message, rule.Name);

    private static Failure Made(TypedCause cause, string message) =>
        new(cause.Category, cause.Type, message, cause.Name);
}
