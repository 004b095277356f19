using System.Text;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Binding;

/// <summary>
/// Takes a word for a list apart. The shell has already removed its own quotes, so quotes and
/// backticks that are still there were meant for PowerShell: <c>'a,b',c</c> is two elements.
/// </summary>
internal static class ListWord
{
    /// <summary>
    /// The elements. A comma divides unless it stands in quotes, after a backtick, or before a
    /// space, as in a sentence, which can only be in a word that was quoted as a whole.
    /// </summary>
    /// <exception cref="UsageException">An element is missing between or after commas.</exception>
    public static IReadOnlyList<string> Split(string word)
    {
        var elements = new List<string>();
        var at = 0;
        do
        {
            elements.Add(Quoted(word, ref at) ?? Plain(word, ref at));
        } while (at++ < word.Length);

        return elements;
    }

    /// <summary>Whether the list goes on in the next word, as in <c>a, b</c>.</summary>
    public static bool GoesOn(string word, string next) =>
        (word.EndsWith(',') && !word.EndsWith("`,", StringComparison.Ordinal))
        || next.StartsWith(',');

    private static string? Quoted(string word, ref int at)
    {
        if (at >= word.Length || word[at] is not ('\'' or '"'))
        {
            return null;
        }

        var quote = word[at];
        var text = new StringBuilder();
        for (var i = at + 1; i < word.Length; i++)
        {
            if (word[i] != quote)
            {
                text.Append(word[i]);
            }
            else if (i + 1 < word.Length && word[i + 1] == quote)
            {
                text.Append(word[i++]);
            }
            else if (i + 1 == word.Length || word[i + 1] == ',')
            {
                at = i + 1;
                return text.ToString();
            }
            else
            {
                break; // the quote is a part of the text, as in 'tis
            }
        }

        return null;
    }

    private static string Plain(string word, ref int at)
    {
        var text = new StringBuilder();
        for (; at < word.Length && !Divides(word, at); at++)
        {
            if (word[at] == '`' && at + 1 < word.Length && word[at + 1] == ',')
            {
                at++;
            }

            text.Append(word[at]);
        }

        return text.Length > 0 || word.Length == 0
            ? text.ToString()
            : throw new UsageException(
                $"An element is missing beside a comma in '{word}'. "
                    + "Write a comma that is part of the value as `, or put the value in quotes inside the word."
            );
    }

    private static bool Divides(string word, int at) =>
        word[at] == ',' && !(at + 1 < word.Length && char.IsWhiteSpace(word[at + 1]));
}
