using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>Whether the screen says why the job cannot be done. Pure.</summary>
internal static class GuardMatch
{
    // A regular expression of a user may be of the kind that never ends.
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    /// <summary>What the first guard that matches says, or null.</summary>
    public static FailureEvidence? Find(
        IReadOnlyList<FlowGuard> guards,
        IReadOnlyList<string> texts
    )
    {
        foreach (var guard in guards)
        {
            if (texts.FirstOrDefault(text => Matches(guard, text)) is { } text)
            {
                return Evidence(guard.Verdict, $"The screen says: {text}");
            }
        }

        return null;
    }

    /// <summary>A failure with the meaning that the flow states.</summary>
    public static FailureEvidence Evidence(FlowVerdict verdict, string message) =>
        new()
        {
            Message = verdict.Message ?? message,
            DeclaredCategory = verdict.Category,
            DeclaredType = verdict.Type,
        };

    private static bool Matches(FlowGuard guard, string text)
    {
        if (guard.Text is { } wanted)
        {
            return text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
        }

        try
        {
            return Regex.IsMatch(
                text,
                guard.Pattern!,
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                PatternLimit
            );
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
