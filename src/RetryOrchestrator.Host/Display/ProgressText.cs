using System.Management.Automation;

namespace RetryOrchestrator.Host.Display;

/// <summary>A progress record in one line.</summary>
internal static class ProgressText
{
    private const int BarColumns = 10;

    /// <summary><c>Pass 1 of 5  [##--------] 25%  0:00:42 left  12 done, 3 running</c></summary>
    public static string Of(ProgressRecord record)
    {
        var parts = new List<string> { record.Activity };
        if (record.PercentComplete >= 0)
        {
            var filled = BarColumns * Math.Min(record.PercentComplete, 100) / 100;
            parts.Add(
                $"[{new string('#', filled)}{new string('-', BarColumns - filled)}] {record.PercentComplete}%"
            );
        }

        if (record.SecondsRemaining >= 0)
        {
            parts.Add($"{TimeSpan.FromSeconds(record.SecondsRemaining):h\\:mm\\:ss} left");
        }

        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
        {
            parts.Add(record.StatusDescription);
        }

        return string.Join("  ", parts);
    }
}
