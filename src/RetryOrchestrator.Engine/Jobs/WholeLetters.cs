using System.Buffers;
using System.Text;

namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// Letters that are written in parts, an <c>e</c> and an accent behind it, as macOS names files: they
/// look like the letter that keyboards write, and a name with them is the same name.
/// </summary>
/// <remarks>
/// As Unicode's form C makes them whole. <see cref="string.Normalize()"/> changes nothing where
/// .NET runs without ICU, as the console host does, and a list must be read alike everywhere.
/// </remarks>
internal static class WholeLetters
{
    private const char FirstLead = '\u1100';
    private const char FirstVowel = '\u1161';
    private const char FirstTail = '\u11A7'; // one before it: a syllable may have none
    private const char FirstSyllable = '\uAC00';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly SearchValues<char> Parts = SearchValues.Create([
        .. LetterParts.Marks,
        .. Enumerable.Range(FirstVowel, Vowels).Select(c => (char)c),
        .. Enumerable.Range(FirstTail + 1, Tails - 1).Select(c => (char)c),
    ]);

    /// <summary>The text with its letters whole; the text itself when they are.</summary>
    public static string Join(string text) => Join(text, null);

    /// <summary>The parts that joining takes away, each once.</summary>
    public static IReadOnlyCollection<char> PartsIn(string text)
    {
        var joined = new HashSet<char>();
        _ = Join(text, joined);
        return joined;
    }

    private static string Join(string text, HashSet<char>? joined)
    {
        if (!text.AsSpan().ContainsAny(Parts))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (whole.Length > 0 && Whole(whole[^1], c) is { } letter)
            {
                whole[^1] = letter;
                joined?.Add(c);
            }
            else
            {
                whole.Append(c);
            }
        }

        return whole.Length == text.Length ? text : whole.ToString();
    }

    private static char? Whole(char letter, char part)
    {
        var (lead, vowel) = (letter - FirstLead, part - FirstVowel);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return (char)(FirstSyllable + (lead * Vowels + vowel) * Tails);
        }

        var (syllable, tail) = (letter - FirstSyllable, part - FirstTail);
        if (
            syllable is >= 0 and < Leads * Vowels * Tails
            && syllable % Tails == 0
            && tail is > 0 and < Tails
        )
        {
            return (char)(letter + tail);
        }

        return LetterParts.Whole.TryGetValue((letter, part), out var whole) ? whole : null;
    }
}
