using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Reads jobs for scheduling: all that are due, sparingly, and a few in full.</summary>
internal sealed class JobLoader
{
    // Large enough that the query's start costs nothing, small enough to be read between two
    // commits without holding a snapshot: that would keep the WAL from being emptied, and make a
    // later write fail if another process wrote in between.
    private const int PageSize = 4096;

    private readonly ColumnsJson _columns = new();
    private readonly Database _database;
    private readonly Statement _due;
    private readonly Statement _suspects;
    private readonly Statement _claimed;
    private readonly Statement _job;
    private readonly Statement _dueJob;

    public JobLoader(Database database)
    {
        _database = database;
        _due = database.Prepare(
            $"""
            SELECT key, account, ordinal FROM jobs
            WHERE listed = 1 AND status IN ('pending', 'retrying') AND ordinal > ?1 AND due_pass <= ?2
            ORDER BY ordinal LIMIT {PageSize}
            """
        );
        _suspects = database.Prepare("SELECT key FROM jobs WHERE suspect = 1");
        _claimed = database.Prepare("SELECT job_key FROM claims");
        const string InFull = """
            SELECT job_id, data, status, all_attempts, counted, counted_in_run,
                infrastructure_retries, suspect, deaths
            FROM jobs WHERE key = ?1
            """;
        _job = database.Prepare(InFull);
        _dueJob = database.Prepare(
            $"{InFull} AND listed = 1 AND status IN ('pending', 'retrying') AND due_pass <= ?2"
        );
    }

    /// <summary>Jobs due in a pass, in file order.</summary>
    public IEnumerable<DueJob> ReadDue(int pass)
    {
        var accounts = new SharedTexts();
        var suspects = ReadKeys(_suspects);
        var claimed = ReadKeys(_claimed);
        var page = new List<DueJob>(PageSize);
        var last = -1L;
        do
        {
            page.Clear();
            _due.Bind(1, last).Bind(2, pass);
            while (_due.Step())
            {
                var key = _due.Int64(0);
                page.Add(
                    new DueJob(
                        key,
                        accounts.Of(_due.TextOrNull(1)),
                        suspects.Count > 0 && suspects.Contains(key)
                    )
                );
                last = _due.Int64(2);
            }

            foreach (var job in page)
            {
                if (claimed.Count == 0 || !claimed.Contains(job.Key))
                {
                    yield return job;
                }
            }
        } while (page.Count == PageSize);
    }

    // Apart, so that the query for the jobs due needs nothing but its index.
    private static HashSet<long> ReadKeys(Statement query)
    {
        var keys = new HashSet<long>();
        while (query.Step())
        {
            keys.Add(query.Int64(0));
        }

        return keys;
    }

    /// <summary>The attempts that are open, each with the account that it keeps at work.</summary>
    public List<OpenAttempt> ReadOpen()
    {
        using var query = _database.Prepare("SELECT attempt_id, account FROM claims");
        var open = new List<OpenAttempt>();
        while (query.Step())
        {
            open.Add(new OpenAttempt(query.Int64(0), query.TextOrNull(1)));
        }

        return open;
    }

    /// <summary>A job in full.</summary>
    public StoredJob Load(long key)
    {
        if (!_job.Bind(1, key).Step())
        {
            throw SqliteFaults.Damaged(
                _database.Path,
                $"an attempt belongs to job {key}, which is not there"
            );
        }

        return ReadJob(_job, key);
    }

    /// <summary>A job that is due in a pass in full; null when it is not due there.</summary>
    public StoredJob? LoadDue(long key, int pass) =>
        _dueJob.Bind(1, key).Bind(2, pass).Step() ? ReadJob(_dueJob, key) : null;

    private StoredJob ReadJob(Statement row, long key)
    {
        var job = new StoredJob(
            key,
            new Job(row.Text(0), _columns.Read(row, 1)),
            row.Read(2, Words.Status),
            new JobCounters(row.Count(3), row.Count(4), row.Count(5), row.Count(6))
        )
        {
            Suspicion = new JobSuspicion(row.Int64(7) == 1, row.Count(8)),
        };
        row.Reset();
        return job;
    }
}
