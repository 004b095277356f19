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

    // Neither edge of the match may be inside of a word. Where the pattern itself begins or ends with
    // something that is no word character (such as "error:"), that edge never is.
    private const string NotInWord = @"(?!\B\w)";

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">Any regular expression.</param>
    /// <param name="timeLimit">The time one match may take.</param>
    /// <exception cref="RegexParseException">It is no regular expression.</exception>
    public static Regex Compile(string pattern, TimeSpan timeLimit)
    {
        // By itself first: an error is then told in the author's own text.
        _ = new Regex(pattern, Options, timeLimit);
        return new Regex($"{NotInWord}(?:{pattern}){NotInWord}", Options, timeLimit);
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
}
