using System.Globalization;
using CsvHelper;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
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
    private static readonly string[] ProgressColumns =
    [
        ColumnName.JobId,
        ColumnName.Account,
        ColumnName.VideoPath,
        ColumnName.Caption,
        "status",
        "worker_id",
        "claimed_at",
        "completed_at",
        "error",
        "attempts",
        "max_attempts",
        "retry_at",
        "error_type",
        "error_category",
        "pass_number",
    ];

    private readonly ColumnsJson _json = new();
    private readonly string _maxAttempts = Number(maxAttempts);
    private readonly string _retryAt = Time(retryAt?.ToUniversalTime());

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

    public void WriteTo(Stream stream)
    {
        using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        using var moment = database.BeginRead();
        var ownColumns = ReadOwnColumns();
        foreach (var column in ProgressColumns.Concat(ownColumns))
        {
            Cell(csv, column);
        }

        csv.EndRecord();
        using var jobs = database.Prepare(
            """
            SELECT data, status, worker, claimed_at, completed_at,
                iif(status = 'skipped', skip_reason, error), counted, failure_type, category, pass, job_id
            FROM jobs WHERE listed = 1 ORDER BY ordinal
            """
        );
        while (jobs.Step())
        {
            WriteJob(csv, jobs, ownColumns);
        }
    }

    private void WriteJob(CsvWriter csv, Statement job, string[] ownColumns)
    {
        var columns = _json.Read(job.Utf8(0));
        var status = job.Text(1);
        Cell(csv, job.Text(10));
        Cell(csv, columns[ColumnName.Account]);
        Cell(csv, columns[ColumnName.VideoPath]);
        Cell(csv, columns[ColumnName.Caption]);
        Cell(csv, status);
        Cell(csv, Number(job.Int64OrNull(2)));
        Cell(csv, Time(StoredTime.Read(job.Int64OrNull(3))));
        Cell(csv, Time(StoredTime.Read(job.Int64OrNull(4))));
        Cell(csv, job.TextOrNull(5));
        Cell(csv, Number(job.Int64(6)));
        Cell(csv, _maxAttempts);
        Cell(csv, status == "retrying" ? _retryAt : "");
        Cell(csv, job.TextOrNull(7));
        Cell(csv, job.TextOrNull(8));
        Cell(csv, Number(job.Int64OrNull(9)));
        foreach (var column in ownColumns)
        {
            Cell(csv, columns[column]);
        }

        csv.EndRecord();
    }

    /// <summary>The list's columns without those that stand in the progress columns already.</summary>
    private string[] ReadOwnColumns()
    {
        var taken = ProgressColumns.Select(ColumnName.Key).ToHashSet(StringComparer.Ordinal);
        using var query = database.Prepare("SELECT columns FROM meta");
        query.Step();
        return ListColumns
            .FromJson(query.Text(0))
            .Where(name => !taken.Contains(ColumnName.Key(name)))
            .ToArray();
    }

    private static void Cell(CsvWriter csv, string? value) =>
        csv.WriteField(SpreadsheetCell.Escape(value ?? ""));

    private static string Number(long? value) =>
        value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) ?? "";
}
