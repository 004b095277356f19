using System.Globalization;
using CsvHelper;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Storage.Intake;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Mirror;

/// <summary>
/// The progress CSV's content: the older program's columns, then the user's own, one line a job of
/// the list, in file order.
/// </summary>
internal sealed class MirrorTable(Database database, int maxAttempts, DateTimeOffset? retryAt)
{
    /// <summary>
    /// UTF-8 without a byte order mark: with one, the first column would be called "\uFEFFjob_id"
    /// by the older tools that read this file, and they would find no job. Blanks at the edge of a
    /// cell are quoted, for readers that would trim them.
    /// </summary>
    private static readonly CsvWriterOptions Options = new()
    {
        NewLine = "\n",
        Quoting = CsvQuoting.WhenNeededOrWhitespace,
    };

    private readonly ColumnsJson _json = new();
    private readonly string _maxAttempts = Number(maxAttempts);
    private readonly string _retryAt = Time(retryAt?.ToUniversalTime());

    public void WriteTo(Stream stream)
    {
        using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        using var moment = database.BeginRead();
        var layout = new MirrorLayout(ReadListColumns());
        foreach (var column in layout.Columns)
        {
            Cell(csv, column);
        }

        csv.EndRecord();
        using var jobs = database.Prepare(
            """
            SELECT data, iif(c.job_key IS NULL, status, 'claimed'), coalesce(c.worker, j.worker),
                coalesce(c.started_at, claimed_at) AS claimed_at,
                iif(c.job_key IS NULL, completed_at, NULL) AS completed_at,
                iif(status = 'skipped', skip_reason, error), counted, failure_type, category,
                coalesce(c.pass, j.pass), job_id
            FROM jobs j LEFT JOIN claims c ON c.job_key = j.key
            WHERE listed = 1 ORDER BY ordinal
            """
        );
        var own = new string?[layout.Columns.Count];
        while (jobs.Step())
        {
            try
            {
                layout.Place(_json.Read(jobs, 0), own);
            }
            catch (KeyNotFoundException)
            {
                throw jobs.Damaged(0, "a column that its list has not");
            }

            WriteJob(csv, jobs, own);
        }
    }

    private void WriteJob(CsvWriter csv, Statement job, ReadOnlySpan<string?> own)
    {
        var status = job.Text(1);
        Cell(csv, job.Text(10));
        foreach (var value in own[1..MirrorLayout.FirstProgress])
        {
            Cell(csv, value);
        }

        Cell(csv, status);
        Cell(csv, Number(job.Int64OrNull(2)));
        Cell(csv, Time(job.TimeOrNull(3)));
        Cell(csv, Time(job.TimeOrNull(4)));
        Cell(csv, job.TextOrNull(5));
        Cell(csv, Number(job.Int64(6)));
        Cell(csv, _maxAttempts);
        Cell(csv, status == "retrying" ? _retryAt : "");
        Cell(csv, job.TextOrNull(7));
        Cell(csv, job.TextOrNull(8));
        Cell(csv, Number(job.Int64OrNull(9)));
        foreach (var value in own[MirrorLayout.FirstOwn..])
        {
            Cell(csv, value);
        }

        csv.EndRecord();
    }

    private IReadOnlyList<string> ReadListColumns()
    {
        using var query = database.Prepare("SELECT columns FROM meta");
        query.Step();
        return ListColumns.Read(query, 0);
    }

    private static void Cell(CsvWriter csv, string? value) =>
        csv.WriteField(SpreadsheetCell.Escape(TerminalText.Disarm(value)));

    private static string Number(long? value) =>
        value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) ?? "";
}
