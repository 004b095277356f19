using System.Management.Automation;

namespace RetryOrchestrator.Host.Display;

/// <summary>Which colour a kind of message has.</summary>
internal static class Palette
{
    public const ConsoleColor Error = ConsoleColor.Red;
    public const ConsoleColor Warning = ConsoleColor.Yellow;
    public const ConsoleColor Detail = ConsoleColor.DarkGray;

    /// <summary>By the record's tags; null for text in the terminal's own colour.</summary>
    public static ConsoleColor? Of(InformationRecord record) =>
        !record.Tags.Contains("Orchestrator") ? null
        : record.Tags.Contains("Pass") ? ConsoleColor.Cyan
        : record.Tags.Contains("Summary") ? ConsoleColor.Green
        : record.Tags.Contains("Wait") ? ConsoleColor.DarkYellow
        : null;
}
