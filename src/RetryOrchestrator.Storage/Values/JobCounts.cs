using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Values;

/// <summary>
/// How many listed jobs stand where, or by how much that changes. The table job_counts holds the
/// same, in the same transaction as the jobs.
/// </summary>
internal sealed class JobCounts
{
    private static readonly (string Status, string Category)[] Kinds =
    [
        .. Enum.GetValues<JobStatus>()
            .Where(status => status != JobStatus.Failed)
            .Select(status => (status.ToWord(), "")),
        .. Enum.GetValues<FailureCategory>()
            .Select(category => (JobStatus.Failed.ToWord(), category.ToWord())),
    ];

    private readonly int[] _counts = new int[Kinds.Length];

    /// <summary>Counts jobs up or down.</summary>
    /// <param name="status">Where they stand.</param>
    /// <param name="category">Why they failed, when they did.</param>
    /// <param name="by">How many.</param>
    public void Add(string status, string? category, int by) =>
        _counts[KindOf(status, category)] += by;

    public void Add(JobCounts changes)
    {
        for (var kind = 0; kind < _counts.Length; kind++)
        {
            _counts[kind] += changes._counts[kind];
        }
    }

    public JobCounts Copy()
    {
        var copy = new JobCounts();
        copy.Add(this);
        return copy;
    }

    public void Clear() => Array.Clear(_counts);

    public JobTally ToTally() =>
        new()
        {
            Pending = Of(JobStatus.Pending),
            Claimed = Of(JobStatus.Claimed),
            Succeeded = Of(JobStatus.Success),
            Retrying = Of(JobStatus.Retrying),
            Skipped = Of(JobStatus.Skipped),
            Uncertain = Of(JobStatus.Uncertain),
            FailedAccount = Of(JobStatus.Failed, FailureCategory.Account),
            FailedInfrastructure = Of(JobStatus.Failed, FailureCategory.Infrastructure),
            FailedUnknown = Of(JobStatus.Failed, FailureCategory.Unknown),
            FailedInput = Of(JobStatus.Failed, FailureCategory.Input),
        };

    /// <summary>Writes these numbers as changes.</summary>
    /// <param name="update">A statement of <see cref="UpdateSql"/>.</param>
    public void WriteChanges(Statement update)
    {
        for (var kind = 0; kind < _counts.Length; kind++)
        {
            if (_counts[kind] != 0)
            {
                var (status, category) = Kinds[kind];
                update.Bind(1, _counts[kind]).Bind(2, status).Bind(3, category).Execute();
            }
        }
    }

    public const string UpdateSql =
        "UPDATE job_counts SET n = n + ?1 WHERE status = ?2 AND category = ?3";

    public static JobCounts Read(Database database)
    {
        var counts = new JobCounts();
        using var query = database.Prepare("SELECT status, category, n FROM job_counts");
        while (query.Step())
        {
            var (status, category) = (query.Text(0), query.Text(1));
            if (!Array.Exists(Kinds, kind => kind.Status == status && kind.Category == category))
            {
                throw query.Damaged(0, $"'{status}' and category '{category}'");
            }

            counts.Add(status, category, query.Count(2));
        }

        return counts;
    }

    /// <summary>
    /// Counts anew: after changes to many jobs at once, which look at every job anyway. Part of
    /// the caller's transaction.
    /// </summary>
    public static void Recount(Database database) =>
        database.Execute(
            """
            UPDATE job_counts SET n = 0;
            INSERT INTO job_counts (status, category, n)
            SELECT iif(job_key IS NULL, status, 'claimed'),
                iif(status = 'failed', coalesce(category, 'unknown'), ''), COUNT(*)
            FROM jobs LEFT JOIN claims ON job_key = key WHERE listed = 1
            GROUP BY 1, 2
            ON CONFLICT (status, category) DO UPDATE SET n = excluded.n;
            """
        );

    private int Of(JobStatus status, FailureCategory? category = null) =>
        _counts[KindOf(status.ToWord(), category?.ToWord())];

    private static int KindOf(string status, string? category)
    {
        var failed = status == "failed";
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            if (
                Kinds[kind].Status == status
                && (!failed || Kinds[kind].Category == (category ?? "unknown"))
            )
            {
                return kind;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(status), status, "No such status.");
    }
}
