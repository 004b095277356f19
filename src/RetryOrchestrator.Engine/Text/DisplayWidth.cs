using System.Globalization;
using System.Text;
using Wcwidth;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// How many columns text takes in a terminal. A character as a reader sees it may be made of
/// several code points (an accent, a flag, a family), so the platform's text elements are
/// measured, each by its widest code point.
/// </summary>
/// <remarks>
/// Terminals agree on everything but the newer emoji sequences, which old ones draw piece by
/// piece. The frames hold none unless data brings them.
/// </remarks>
public static class DisplayWidth
{
    private const int EmojiPresentation = 0xFE0F;

    /// <summary>The columns of a line of text: 0 or more. Controls count as nothing: clean first.</summary>
    public static int Of(string text)
    {
        var width = 0;
        foreach (var element in Elements(text))
        {
            width += OfElement(element);
        }

        return width;
    }

    /// <summary>The text in pieces that must not be taken apart.</summary>
    internal static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    /// <summary>The columns of one text element: 0, 1 or 2.</summary>
    internal static int OfElement(string element)
    {
        if (element.Length == 1 && element[0] is >= ' ' and <= '~')
        {
            return 1;
        }

        var width = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            if (rune.Value == EmojiPresentation || IsRegionalIndicator(rune))
            {
                return 2;
            }

            width = Math.Max(width, UnicodeCalculator.GetWidth(rune));
        }

        return width;
    }

    // Two of them make a flag; the tables count each as one column.
    private static bool IsRegionalIndicator(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;
}
