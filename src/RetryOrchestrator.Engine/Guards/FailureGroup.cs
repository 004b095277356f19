using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// Which failures are alike: those of one type, or, where no rule gave them one, those whose
/// messages differ in nothing but numbers, addresses, paths and quoted names.
/// </summary>
internal static partial class FailureGroup
{
    private const int LongestMessage = 300;

    /// <summary>The group of a failure; equal texts are one group.</summary>
    public static string Of(Failure failure) =>
        failure.Type.Length > 0
            ? $"{failure.Category}:{failure.Type}"
            : $"{failure.Category}:{Mask(failure.Message)}";

    private static string Mask(string message)
    {
        var start = message.Length > LongestMessage ? message[..LongestMessage] : message;
        return Particular().Replace(start, "*").ToLowerInvariant();
    }

    // Quoted names, paths and addresses, and words that hold a digit.
    [GeneratedRegex(
        """("[^"]*"|'[^']*'|\S*[/\\]\S*|\w*\d[\w.:-]*)""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Particular();
}
