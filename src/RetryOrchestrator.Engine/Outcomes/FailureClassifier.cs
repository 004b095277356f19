using RetryOrchestrator.Engine.Outcomes.Output;
using RetryOrchestrator.Engine.Outcomes.Rules;

namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// Sorts failures by, in this order: what the executor declared; the user's rules; what the
/// orchestrator itself knows (a time limit, an interruption); the signal that killed a program; the
/// type of the exception; the built-in rules for messages; what else its end says (<see
/// cref="ProgramEnd"/>). Safe for use by several threads.
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
        return Sort(evidence) with
        {
            ExitCode = evidence.ExitCode,
            Signal = evidence.Signal,
            ConcernsEveryJob = evidence.ConcernsEveryJob,
            LeavesOpen = LeavesOpen(evidence),
        };
    }

    // What ended it was not its own doing, whatever the failure is sorted as.
    private static bool LeavesOpen(FailureEvidence evidence) =>
        evidence.LeavesOpen
        || evidence.Signal is not null
        || ProgramEnd.IsKill(evidence)
        || ProgramEnd.IsCrash(evidence)
        || (
            evidence is { ExitCode: null, DeclaredCategory: null, Exception: not null }
            && TypedCause.LosesContact(ExceptionChain.Of(evidence.Exception))
        );

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

        if (ProgramEnd.IsKill(evidence))
        {
            var last = evidence.Output is { IsEmpty: false } ? said.Message : null;
            return new Failure(
                FailureCategory.Infrastructure,
                Failure.KilledType,
                ProgramEnd.DescribeKill(evidence, last),
                ProgramEnd.KilledRule
            );
        }

        var known = ByCauseOrText(chain, said);
        if (ProgramEnd.IsCrash(evidence) && (known is null || !ProgramEnd.MayHaveSaidWhy(evidence)))
        {
            return new Failure(
                FailureCategory.Unknown,
                Failure.CrashedType,
                said.Message,
                ProgramEnd.CrashedRule
            );
        }

        // The shell's own words would make it a missing file of the job's; a program that uses the
        // code for what it found out about the account has said so.
        if (ProgramEnd.IsMissingCommand(evidence) && known?.Category != FailureCategory.Account)
        {
            return new Failure(
                FailureCategory.Infrastructure,
                Failure.CommandNotFoundType,
                known?.Message ?? said.Message,
                ProgramEnd.CommandNotFoundRule
            );
        }

        return known ?? new Failure(FailureCategory.Unknown, "", said.Message);
    }

    private Failure? ByCauseOrText(IReadOnlyList<Exception> chain, FailureText said)
    {
        foreach (var cause in TypedCause.BeforeText)
        {
            if (chain.Any(cause.Matches))
            {
                return Made(cause, said.Message);
            }
        }

        var isMissingCommand = chain.Any(TypedCause.MissingCommand.Matches);
        foreach (var (text, message) in said.Likely)
        {
            if (BuiltInRules.FirstMatch(text, _report) is { } builtIn)
            {
                return isMissingCommand
                    ? Made(builtIn with { Type = Failure.CommandNotFoundType }, message)
                    : Made(builtIn, message);
            }
        }

        return isMissingCommand ? Made(TypedCause.MissingCommand, said.Message)
            : chain.Any(TypedCause.WebDriver.Matches) ? Made(TypedCause.WebDriver, said.Message)
            : null;
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
