using System.Text.RegularExpressions;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Regular expressions that match whole words: <c>log in</c> is not found in "catalog index".
/// </summary>
internal static class WholeWords
{
    /// <summary>
    /// The time one match of a user's pattern may take. One that needs longer on 8,000 characters
    /// is one that might need for ever.
    /// </summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(250);

    // A word may not go on across either edge of the match. Where the pattern itself begins or ends
    // with something that is no word character (such as "error:"), that edge is no question.
    private const string Begin = @"(?:(?<!\w)|(?!\w))(?:";
    private const string End = @")(?:(?<!\w)|(?!\w))";

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">Any regular expression.</param>
    /// <param name="timeLimit">The time one match may take.</param>
    /// <exception cref="RegexParseException">It is no regular expression.</exception>
    public static Regex Compile(string pattern, TimeSpan timeLimit)
    {
        // By itself first: an error is then told in the author's own text.
        _ = new Regex(pattern, Options, timeLimit);
        return new Regex(Begin + pattern + End, Options, timeLimit);
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
}
