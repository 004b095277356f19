using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// Characters that nobody sees: zero-width spaces, byte order marks inside a text, soft hyphens,
/// direction marks, word joiners. Names that differ only by them are the same name to whoever
/// reads them, and must be the same to us.
/// </summary>
/// <remarks>
/// They are Unicode's default-ignorable characters, but for those that change what is seen: a
/// joiner between letters of a script that joins or between parts of an emoji, a variation
/// selector behind what it varies.
/// </remarks>
public static class InvisibleText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(c => (char)c)
            .Where(c => IsIgnorable(c) || c is '\uD82F' or '\uD834' or '\uDB40')
            .ToArray()
    );

    /// <summary>Whether a text holds any of them.</summary>
    public static bool IsIn(string text) => text.AsSpan().ContainsAny(Suspects) && In(text).Any();

    /// <summary>The text without them; the text itself when it holds none.</summary>
    public static string Remove(string text) => IsIn(text) ? Rewrite(text, _ => "") : text;

    /// <summary>
    /// The text with their code points in their place, such as <c>v5&lt;U+200B&gt;</c>; the text
    /// itself when it holds none.
    /// </summary>
    public static string Reveal(string text) =>
        IsIn(text) ? Rewrite(text, rune => $"<{CodePoint(rune)}>") : text;

    /// <summary>Those that a text holds, each once, such as <c>U+200B, U+FEFF</c>.</summary>
    public static string CodePoints(string text) =>
        string.Join(", ", In(text).Distinct().Select(CodePoint));

    private static string CodePoint(Rune rune) =>
        string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private static IEnumerable<Rune> In(string text) =>
        Marked(text).Where(each => each.Invisible).Select(each => each.Rune);

    private static string Rewrite(string text, Func<Rune, string> replace) =>
        string.Concat(
            Marked(text).Select(each => each.Invisible ? replace(each.Rune) : each.Rune.ToString())
        );

    private static IEnumerable<(Rune Rune, bool Invisible)> Marked(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        Rune? before = null;
        for (var index = 0; index < runes.Length; index++)
        {
            var rune = runes[index];
            var after = index + 1 < runes.Length ? runes[index + 1] : (Rune?)null;
            var invisible = IsIgnorable(rune.Value) && !Shows(rune.Value, before, after);
            yield return (rune, invisible);
            before = invisible ? before : rune;
        }
    }

    // Between Latin letters and digits a joiner changes nothing.
    private static bool Shows(int point, Rune? before, Rune? after) =>
        point switch
        {
            0x200C or 0x200D => Joins(before) && Joins(after),
            0xFE0E or 0xFE0F or (>= 0xE0020 and <= 0xE007F) => IsSymbol(before),
            (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F) =>
                IsCaseless(before),
            _ => false,
        };

    private static bool Joins(Rune? rune) => IsCaseless(rune) || IsSymbol(rune);

    private static bool IsCaseless(Rune? rune) =>
        rune is { } one
        && Rune.GetUnicodeCategory(one)
            is UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    // Emoji, their skin tones, and what was kept behind them.
    private static bool IsSymbol(Rune? rune) =>
        rune is { } one
        && (
            one.Value is 0xFE0E or 0xFE0F or (>= 0xE0020 and <= 0xE007F)
            || Rune.GetUnicodeCategory(one)
                is UnicodeCategory.OtherSymbol
                    or UnicodeCategory.ModifierSymbol
        );

    private static bool IsIgnorable(int point) =>
        point
            is 0x00AD
                or 0x034F
                or 0x061C
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or (>= 0x200B and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2060 and <= 0x206F)
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFEFF
                or 0xFFA0
                or (>= 0xFFF0 and <= 0xFFFB)
                or (>= 0x1BCA0 and <= 0x1BCA3)
                or (>= 0x1D173 and <= 0x1D17A)
                or (>= 0xE0000 and <= 0xE0FFF);
}
