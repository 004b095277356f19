using System.Management.Automation;
using Wcwidth;

namespace RetryOrchestrator.Host.Display;

/// <summary>A progress record in one line.</summary>
internal static class ProgressText
{
    private const int LongestBar = 20;
    private const int ShortestBar = 4;

    /// <summary>
    /// <c>Pass 1 of 5 [##------] 12 of 48 done, 3 running</c>: the words first, and a bar where it
    /// still fits.
    /// </summary>
    /// <param name="record">What is shown.</param>
    /// <param name="columns">How long the line may be.</param>
    public static string Of(ProgressRecord record, int columns)
    {
        var status =
            string.IsNullOrWhiteSpace(record.StatusDescription) && record.SecondsRemaining >= 0
                ? $"{TimeSpan.FromSeconds(record.SecondsRemaining):h\\:mm\\:ss} left"
                : record.StatusDescription;
        var words = $"{record.Activity} {status}";
        var room = columns - words.Sum(character => UnicodeCalculator.GetWidth(character)) - 3;
        if (record.PercentComplete < 0 || room < ShortestBar)
        {
            return words;
        }

        var bar = Math.Min(room, LongestBar);
        var filled = bar * Math.Min(record.PercentComplete, 100) / 100;
        return $"{record.Activity} [{new string('#', filled)}{new string('-', bar - filled)}] {status}";
    }
}
