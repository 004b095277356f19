using System.Text.RegularExpressions;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>A rule made ready for matching.</summary>
internal sealed class CompiledRule
{
    private readonly Regex? _message;
    private int _reported;

    /// <param name="rule">It must name a condition.</param>
    /// <param name="timeLimit">The time one match of its message may take.</param>
    /// <exception cref="ArgumentException">It names none, or its message is no regular expression.</exception>
    public CompiledRule(FailureRule rule, TimeSpan timeLimit)
    {
        if (rule.Message is null && rule.ExceptionType is null && rule.ExitCode is null)
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

    /// <summary>Whether everything the rule names matches.</summary>
    /// <param name="exitCode">The program's exit code.</param>
    /// <param name="text">The text to look at.</param>
    /// <param name="chain">The exceptions.</param>
    /// <param name="report">Told once when the pattern takes too long; it does not match then.</param>
    public bool Matches(
        int? exitCode,
        string text,
        IReadOnlyList<Exception> chain,
        Action<string>? report
    ) =>
        (Rule.ExitCode is null || Rule.ExitCode == exitCode)
        && (Rule.ExceptionType is not { } type || chain.Any(exception => exception.Is(type)))
        && (_message is null || IsFound(_message, text, report));

    private bool IsFound(Regex message, string text, Action<string>? report)
    {
        try
        {
            return message.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            if (Interlocked.Exchange(ref _reported, 1) == 0)
            {
                report?.Invoke(
                    $"The failure rule '{Rule.Name}' took longer than "
                        + $"{_message!.MatchTimeout.TotalMilliseconds:0} ms on a message and was "
                        + "passed over. Make its pattern simpler: no repetition within a repetition."
                );
            }

            return false;
        }
    }
}
