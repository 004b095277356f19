using System.Globalization;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>
/// Processor time of a process and of the children it has waited for, as Linux tells it; other
/// systems do not count the children.
/// </summary>
internal static class ProcessorTime
{
    // Hundredths of a second, in what programs see, on every Linux.
    private const double TickMilliseconds = 10;

    // Where the four times stand, counted after the program's name, which may hold blanks.
    private const int FirstTime = 11;
    private const int Times = 4;

    /// <summary>The file that says it.</summary>
    /// <param name="process">A process id, or <c>self</c>.</param>
    public static string File(string process) => $"/proc/{process}/stat";

    /// <summary>What such a file says, in milliseconds; null when it is empty.</summary>
    public static double? Parse(string stat) =>
        stat.LastIndexOf(')') is > 0 and var name
            ? stat[(name + 2)..]
                .Split(' ')
                .Skip(FirstTime)
                .Take(Times)
                .Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) * TickMilliseconds
            : null;
}
