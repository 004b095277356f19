using System.Text.RegularExpressions;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>What every rejection of a file owes the operator.</summary>
internal static partial class Rejection
{
    private const int LongestSentence = 1_000;

    /// <summary>
    /// A fault names its place, says what is wrong in a sentence of bearable length, and holds
    /// nothing that a terminal would obey.
    /// </summary>
    public static void AssertIsClear(string fault, int lines)
    {
        var place = Place().Match(fault);
        Assert.True(place.Success, $"names no place: {fault}");
        if (place.Groups["line"] is { Success: true } line)
        {
            Assert.InRange(int.Parse(line.Value), 1, lines);
        }

        Assert.InRange(fault.Length - place.Length, 5, LongestSentence);
        Assert.DoesNotContain(fault, char.IsControl);
        Assert.DoesNotContain('\u202E', fault);
        Assert.DoesNotContain('\u2028', fault);
    }

    /// <summary>Lines as editors count them.</summary>
    public static int LinesOf(byte[] content) => 1 + content.Count(value => value is 10 or 13);

    [GeneratedRegex(@"^(line (?<line>\d+)|the file|it|and \d+)\b")]
    private static partial Regex Place();
}
