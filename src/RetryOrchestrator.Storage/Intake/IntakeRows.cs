using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Intake;

/// <summary>Writes rows of a list: new ones, changed ones, and those with progress of their own.</summary>
internal sealed class IntakeRows : IDisposable
{
    /// <summary>What a row was to the state.</summary>
    public enum Change
    {
        /// <summary>A new id.</summary>
        Added,

        /// <summary>A known id with new data.</summary>
        Changed,

        /// <summary>The same, and the job is done.</summary>
        ChangedDone,

        /// <summary>The same, and the job is not tried again before it is reset: the account's doing.</summary>
        ChangedStopped,

        /// <summary>A known id with the data it had.</summary>
        Same,
    }

    private readonly ColumnsJson _json = new();
    private readonly bool _knowsJobs;
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _relist;
    private readonly Statement _takeOver;

    /// <param name="database">Open for writing.</param>
    /// <param name="knowsJobs">Whether there are jobs yet; if not, none need be looked for.</param>
    public IntakeRows(Database database, bool knowsJobs)
    {
        _knowsJobs = knowsJobs;
        _find = database.Prepare(
            "SELECT key, data, ordinal, listed, status, category FROM jobs WHERE job_id = ?1"
        );
        _insert = database.Prepare(
            """
            INSERT INTO jobs (job_id, ordinal, account, device, data) VALUES (?1, ?2, ?3, ?4, ?5)
            """
        );
        _update = database.Prepare(
            """
            UPDATE jobs SET ordinal = ?2, listed = 1, account = ?3, device = ?4, data = ?5
            WHERE key = ?1
            """
        );
        _relist = database.Prepare("UPDATE jobs SET ordinal = ?2, listed = 1 WHERE key = ?1");
        _takeOver = database.Prepare(
            """
            UPDATE jobs SET status = ?2, all_attempts = ?3, counted = ?3, category = ?4,
                failure_type = ?5, error = ?6, rule = ?7, skip_reason = ?8, completed_at = ?9
            WHERE job_id = ?1
            """
        );
    }

    /// <summary>Writes a row at its place in the list.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ordinal">Its place, from 0.</param>
    /// <param name="key">The key of a known job; 0 for a new one.</param>
    public Change Put(JobRow row, int ordinal, out long key)
    {
        var data = _json.Write(row.Job.Columns);
        key = 0;
        if (!_knowsJobs || !_find.Bind(1, row.Job.Id).Step())
        {
            Insert(row, ordinal, data);
            return Change.Added;
        }

        key = _find.Int64(0);
        var same = _find.Utf8(1).SequenceEqual(data);
        var inPlace = _find.Int64(2) == ordinal && _find.Int64(3) == 1;
        var change = same ? Change.Same : ChangeOf(_find.Text(4), _find.TextOrNull(5));
        _find.Reset();
        if (!same)
        {
            _update
                .Bind(1, key)
                .Bind(2, ordinal)
                .Bind(3, row.Job.Account)
                .Bind(4, row.Job.Device)
                .BindUtf8(5, data)
                .Execute();
            return change;
        }

        if (!inPlace)
        {
            _relist.Bind(1, key).Bind(2, ordinal).Execute();
        }

        return change;
    }

    // Jobs in any other status are due again, in this run or the next, with the new data.
    private static Change ChangeOf(string status, string? category) =>
        Enum.Parse<JobStatus>(status, ignoreCase: true) switch
        {
            JobStatus.Success => Change.ChangedDone,
            // May have been done.
            JobStatus.Uncertain => Change.ChangedDone,
            JobStatus.Skipped => Change.ChangedStopped,
            JobStatus.Failed when category == FailureCategory.Account.ToWord() =>
                Change.ChangedStopped,
            _ => Change.Changed,
        };

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _relist.Dispose();
        _takeOver.Dispose();
    }

    private void Insert(JobRow row, int ordinal, ReadOnlySpan<byte> data)
    {
        _insert
            .Bind(1, row.Job.Id)
            .Bind(2, ordinal)
            .Bind(3, row.Job.Account)
            .Bind(4, row.Job.Device)
            .BindUtf8(5, data)
            .Execute();
        if (row.Progress is { } progress)
        {
            TakeOver(row.Job.Id, progress);
        }
    }

    private void TakeOver(string jobId, TakenOverProgress progress)
    {
        // What has succeeded has no last failure, and what failed has one, if only an unknown one.
        var failure = progress.Status switch
        {
            JobStatus.Success => null,
            JobStatus.Failed or JobStatus.Retrying or JobStatus.Uncertain => progress.LastFailure
                ?? new Failure(FailureCategory.Unknown, "", ""),
            _ => progress.LastFailure,
        };
        _takeOver
            .Bind(1, jobId)
            .Bind(2, progress.Status.ToWord())
            .Bind(3, progress.Attempts)
            .Bind(4, failure?.Category.ToWord())
            .Bind(5, failure?.Type)
            .Bind(6, failure?.Message)
            .Bind(7, failure?.Rule)
            .Bind(8, progress.SkipReason)
            .Bind(9, progress.CompletedAt?.UtcTicks)
            .Execute();
    }
}
