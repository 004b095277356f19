using System.Text.RegularExpressions;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>A rule made ready for matching.</summary>
internal sealed class CompiledRule
{
    // A rule that costs its time again and again would hold up a run with many failures.
    private const int MaxOverruns = 3;

    private readonly Regex? _message;
    private int _overruns;

    /// <param name="rule">It must name a condition.</param>
    /// <param name="timeLimit">The time one match of its message may take.</param>
    /// <exception cref="ArgumentException">It names none, or its message is no regular expression.</exception>
    public CompiledRule(FailureRule rule, TimeSpan timeLimit)
    {
        if (!rule.HasCondition)
        {
            throw new ArgumentException(
                $"The rule '{rule.Name}' names no condition.",
                nameof(rule)
            );
        }

        Rule = rule;
        _message = rule.Message is { } pattern ? WholeWords.Compile(pattern, timeLimit) : null;
    }

    public FailureRule Rule { get; }

    /// <summary>Whether all that the rule asks of a failure, apart from its message, is so.</summary>
    /// <param name="evidence">What is known of the failure.</param>
    /// <param name="chain">Its exceptions.</param>
    public bool Fits(FailureEvidence evidence, IReadOnlyList<Exception> chain) =>
        (Rule.ExitCode is null || Rule.ExitCode == evidence.ExitCode)
        && (Rule.Signal is null || Rule.Signal == evidence.Signal)
        && (Rule.WhenType is null || Rule.WhenType == evidence.PresumedType)
        && (Rule.ExceptionType is not { } type || chain.Any(exception => exception.Is(type)));

    /// <summary>Whether it asks for a message.</summary>
    public bool AsksForMessage => _message is not null;

    /// <summary>Whether its message is found in a text.</summary>
    /// <param name="text">The text to look at.</param>
    /// <param name="report">
    /// Told when the pattern takes too long, in which case it does not match, and when it has done
    /// so too often, after which the rule is not asked again.
    /// </param>
    public bool Matches(string text, Action<string>? report) =>
        _message is not null && IsFound(_message, text, report);

    private bool IsFound(Regex message, string text, Action<string>? report)
    {
        if (Volatile.Read(ref _overruns) >= MaxOverruns)
        {
            return false;
        }

        try
        {
            return Rule.Except is { } except
                ? IsFoundUncovered(message, except, text)
                : message.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Report(Interlocked.Increment(ref _overruns), report);
            return false;
        }
    }

    // What is said of something else may hide what is not, further on.
    private static bool IsFoundUncovered(Regex message, Exclusion except, string text)
    {
        var match = message.Match(text);
        while (match.Success && except.Covers(text, match))
        {
            match = match.Index < text.Length ? message.Match(text, match.Index + 1) : Match.Empty;
        }

        return match.Success;
    }

    private void Report(int overruns, Action<string>? report)
    {
        const string remedy = "Make its pattern simpler: no repetition within a repetition.";
        var limit = _message!.MatchTimeout.TotalMilliseconds;
        switch (overruns)
        {
            case 1:
                report?.Invoke(
                    $"The failure rule '{Rule.Name}' took longer than {limit:0} ms on a message and "
                        + $"was passed over. {remedy}"
                );
                break;
            case MaxOverruns:
                report?.Invoke(
                    $"The failure rule '{Rule.Name}' took too long {MaxOverruns} times and is not "
                        + $"asked again in this run. {remedy}"
                );
                break;
        }
    }
}
