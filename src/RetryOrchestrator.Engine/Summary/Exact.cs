using System.Globalization;

namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// Values as text that is the same in every culture. Export-Csv writes numbers and times as the
/// shell's culture has them, <c>62,5</c> and <c>01.03.2026</c> among them: what is exported has
/// these beside.
/// </summary>
public static class Exact
{
    /// <summary>A moment in UTC, ISO 8601 to the tick: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public static string Utc(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The same, or null for none.</summary>
    public static string? Utc(DateTimeOffset? moment) => moment is { } at ? Utc(at) : null;

    /// <summary>A time span in seconds, to the millisecond.</summary>
    public static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);

    /// <summary>A number with a point: <c>62.5</c>.</summary>
    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
