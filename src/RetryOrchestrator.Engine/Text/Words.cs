using System.Globalization;

namespace RetryOrchestrator.Engine.Text;

/// <summary>Numbers, times and counts in words, the same for every culture.</summary>
public static class Words
{
    /// <summary>A count with its noun: <c>1 job</c>, <c>2 jobs</c>, <c>0 jobs</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun for one.</param>
    /// <param name="plural">The noun for any other number; by default the noun with an s.</param>
    public static string Count(long count, string noun, string? plural = null) =>
        $"{Number(count)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>A whole number without separators: <c>10000000</c>.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A rate from 0 to 100 with one decimal: <c>62.5%</c>.</summary>
    public static string Percent(double rate) =>
        rate.ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>
    /// A span of time: <c>0:04:12</c>, hours counting on beyond a day (<c>51:04:05</c>); under a
    /// second <c>350 ms</c>, because <c>0:00:00</c> says nothing. What is left over is cut off, and
    /// a negative span is none.
    /// </summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
        {
            return $"{Number(Math.Max(0, (long)span.TotalMilliseconds))} ms";
        }

        var hours = span.Ticks / TimeSpan.TicksPerHour;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{hours}:{span.Minutes:00}:{span.Seconds:00}"
        );
    }

    /// <summary>A setting's span in seconds: <c>30s</c>, <c>0.5s</c>.</summary>
    public static string Seconds(TimeSpan span) =>
        span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";

    /// <summary>
    /// A moment where the operator is, with its offset: <c>2026-03-01 21:15:00 +01:00</c>.
    /// </summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">Where he is; by default the machine's time zone.</param>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo? zone = null) =>
        TimeZoneInfo
            .ConvertTime(moment, zone ?? TimeZoneInfo.Local)
            .ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>
    /// The parts of a whole that are not zero: <c>8 account, 1 unknown</c>; empty when all are.
    /// </summary>
    public static string Parts(params (int Count, string Name)[] parts) =>
        string.Join(
            ", ",
            parts.Where(part => part.Count != 0).Select(part => $"{Number(part.Count)} {part.Name}")
        );
}
