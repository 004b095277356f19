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
    private readonly string _path;
    private readonly Statement _due;
    private readonly Statement _suspects;
    private readonly Statement _job;

    public JobLoader(Database database)
    {
        _path = database.Path;
        _due = database.Prepare(
            $"""
            SELECT key, account, ordinal FROM jobs
            WHERE listed = 1 AND status IN ('pending', 'retrying') AND ordinal > ?1 AND due_pass <= ?2
            ORDER BY ordinal LIMIT {PageSize}
            """
        );
        _suspects = database.Prepare("SELECT key FROM jobs WHERE suspect = 1");
        // What is claimed may be about to be taken back and claimed anew, in one commit.
        _job = database.Prepare(
            """
            SELECT job_id, data,
                iif(status = 'claimed', iif(claimed_from = 'retrying', 'retrying', 'pending'), status),
                all_attempts, counted, counted_in_run, infrastructure_retries,
                suspect, deaths
            FROM jobs WHERE key = ?1
            """
        );
    }

    /// <summary>Jobs due in a pass, in file order.</summary>
    public IEnumerable<DueJob> ReadDue(int pass)
    {
        var accounts = new SharedTexts();
        var suspects = ReadSuspects();
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
                yield return job;
            }
        } while (page.Count == PageSize);
    }

    // Apart, so that the query for the jobs due needs nothing but its index.
    private HashSet<long> ReadSuspects()
    {
        var suspects = new HashSet<long>();
        while (_suspects.Step())
        {
            suspects.Add(_suspects.Int64(0));
        }

        return suspects;
    }

    /// <summary>A job in full.</summary>
    public StoredJob Load(long key)
    {
        if (!_job.Bind(1, key).Step())
        {
            throw SqliteFaults.Damaged(
                _path,
                $"an attempt belongs to job {key}, which is not there"
            );
        }

        var id = _job.Text(0);
        var job = new StoredJob(
            key,
            new Job(id, _columns.Read(_job, 1)),
            _job.Read(2, Words.Status),
            new JobCounters(_job.Count(3), _job.Count(4), _job.Count(5), _job.Count(6))
        )
        {
            Suspicion = new JobSuspicion(_job.Int64(7) == 1, _job.Count(8)),
        };
        _job.Reset();
        return job;
    }
}
