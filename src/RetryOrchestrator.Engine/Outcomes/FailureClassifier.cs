using RetryOrchestrator.Engine.Outcomes.Output;
using RetryOrchestrator.Engine.Outcomes.Rules;

namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// Sorts failures by, in this order: what the executor declared; the user's rules; what the
/// orchestrator itself knows (a time limit, an interruption); the type of the exception; the
/// built-in rules for messages. Safe for use by several threads.
/// </summary>
public sealed class FailureClassifier : IFailureClassifier
{
    /// <summary>The rule name of a failure whose category the executor stated.</summary>
    public const string Declared = "declared";

    /// <summary>The rule name of a failure that the orchestrator itself knows.</summary>
    public const string Presumed = "orchestrator";

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
        ArgumentNullException.ThrowIfNull(evidence);
        return Sort(evidence) with { ExitCode = evidence.ExitCode, Signal = evidence.Signal };
    }

    private Failure Sort(FailureEvidence evidence)
    {
        var chain = ExceptionChain.Of(evidence.Exception);
        var said = FailureText.Of(evidence, chain);
        if (evidence.DeclaredCategory is { } declared)
        {
            return new Failure(declared, evidence.DeclaredType ?? "", said.Message, Declared);
        }

        if (ByUserRule(evidence, chain, said) is { } own)
        {
            return own;
        }

        if (evidence.PresumedCategory is { } presumed)
        {
            return new Failure(presumed, evidence.PresumedType ?? "", said.Message, Presumed);
        }

        foreach (var cause in TypedCause.BeforeText)
        {
            if (chain.Any(cause.Matches))
            {
                return Made(cause, said.Message);
            }
        }

        foreach (var (text, message) in said.Likely)
        {
            if (BuiltInRules.FirstMatch(text, _report) is { } builtIn)
            {
                return Made(builtIn, message);
            }
        }

        return chain.Any(TypedCause.WebDriver.Matches)
            ? Made(TypedCause.WebDriver, said.Message)
            : new Failure(FailureCategory.Unknown, "", said.Message);
    }

    private Failure? ByUserRule(
        FailureEvidence evidence,
        IReadOnlyList<Exception> chain,
        FailureText said
    )
    {
        foreach (var rule in _userRules.Where(rule => rule.Fits(evidence, chain)))
        {
            if (!rule.AsksForMessage)
            {
                return Made(rule.Rule, said.Message);
            }

            foreach (var (text, message) in said.All)
            {
                if (rule.Matches(text, _report))
                {
                    return Made(rule.Rule, message);
                }
            }
        }

        return null;
    }

    private static Failure Made(FailureRule rule, string message) =>
        new(rule.Category, rule.Type, message, rule.Name);

    private static Failure Made(TypedCause cause, string message) =>
        new(cause.Category, cause.Type, message, cause.Name);
}
