using System.Globalization;
using System.Text;

namespace RetryOrchestrator.Benchmarks.Measuring;

/// <summary>Rows as a table that the README can show.</summary>
internal static class MarkdownTable
{
    public static string Of(IReadOnlyList<Row> rows)
    {
        var perJob = rows.Any(row => row.Jobs is not null);
        var text = new StringBuilder();
        Line(
            text,
            "",
            "jobs",
            "median",
            "least to most",
            "per job",
            "jobs/s",
            "CPU per job",
            "memory"
        );
        Line(text, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        foreach (var row in rows)
        {
            Line(
                text,
                row.What,
                row.Jobs is { } jobs ? Number(jobs) : "",
                Time(row.Median),
                $"{Time(row.Least)} to {Time(row.Most)}",
                row.Jobs is { } n ? Time(row.Median / n) : "",
                row.Jobs is { } m ? Number(m / row.Median * 1000) : "",
                row is { Jobs: { } k, Cpu: { } cpu } ? Time(cpu / k) : "",
                row.PeakBytes is { } bytes ? $"{Number(bytes / 1e6)} MB" : ""
            );
        }

        return text.ToString().TrimEnd();

        void Line(StringBuilder to, string what, string count, string median, params string[] more)
        {
            // Times that are not of a list of jobs need no columns about jobs.
            IEnumerable<string> cells = perJob
                ? [what, count, median, .. more]
                : [what, median, more[0]];
            to.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
        }
    }

    private static string Time(double milliseconds) =>
        milliseconds switch
        {
            >= 1000 => Format($"{milliseconds / 1000:0.00} s"),
            >= 1 => Format($"{milliseconds:0.0} ms"),
            >= 0.1 => Format($"{milliseconds:0.00} ms"),
            _ => Format($"{milliseconds * 1000:0} µs"),
        };

    private static string Number(double value) => Format($"{value:N0}");

    private static string Format(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
