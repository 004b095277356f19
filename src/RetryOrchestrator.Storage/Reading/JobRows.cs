using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Reading;

/// <summary>Jobs as they are shown.</summary>
internal static class JobRows
{
    // Of the last attempt a job says itself; what is open, its claim says. By these names a state that
    // was changed by hand is refused.
    private const string Columns = $"""
        j.job_id, j.account, j.device, {JobFilter.Status} AS status, j.counted, j.category,
        j.failure_type, iif(j.status = 'skipped', j.skip_reason, j.error),
        coalesce(c.pass, j.pass) AS pass, coalesce(c.worker, j.worker) AS worker,
        coalesce(c.started_at, j.claimed_at) AS claimed_at,
        iif(c.job_key IS NULL, j.completed_at, NULL) AS completed_at,
        j.listed, j.exit_code, j.signal,
        iif(j.listed = 1 AND c.job_key IS NULL AND j.status IN ('pending', 'retrying'),
            iif((SELECT state FROM runs ORDER BY id DESC LIMIT 1) <> 'completed'
                AND max(j.due_pass, coalesce((SELECT pass FROM next_pass), 1))
                    <= coalesce((SELECT max_passes FROM next_pass), j.due_pass),
                'pass ' || max(j.due_pass, coalesce((SELECT pass FROM next_pass), 1)), 'next run'),
            NULL),
        j.status = 'success' AND j.counted_in_run > 1, j.suspect, j.deaths
        """;

    // The pass that is open or was stopped, or the one after the last that was ended. What failed in
    // the last one that the limit allows waits for the next run, also while that pass is at work.
    private const string NextPass = """
        WITH next_pass AS MATERIALIZED (
            SELECT pass + (coalesce(result, 'cancelled') <> 'cancelled') AS pass, max_passes FROM passes
            WHERE run_id = (SELECT MAX(id) FROM runs) ORDER BY passes.pass DESC LIMIT 1
        )
        """;

    /// <summary>Jobs in file order, those that left the list last, one moment for all.</summary>
    public static IEnumerable<OrchestratorJob> Read(Database database, JobQuery query)
    {
        var filter = new JobFilter(query);
        return Read(database, filter.Sql, filter.Bind);
    }

    /// <summary>The jobs (<see cref="JobFilter.Jobs"/>) of which a condition holds; likewise.</summary>
    public static IEnumerable<OrchestratorJob> Read(
        Database database,
        string condition,
        Action<Statement>? bind = null
    )
    {
        using var statement = database.Prepare(
            $"""
            {NextPass}
            SELECT {Columns} FROM {JobFilter.Jobs} WHERE {condition}
            ORDER BY j.listed DESC, j.ordinal, j.key
            """
        );
        bind?.Invoke(statement);
        while (statement.Step())
        {
            yield return Read(statement);
        }
    }

    private static OrchestratorJob Read(Statement row)
    {
        return new OrchestratorJob
        {
            JobId = row.Text(0),
            Account = row.TextOrNull(1),
            Device = row.TextOrNull(2),
            Status = row.Read(3, Words.Status),
            Attempts = row.Int32(4),
            Category = Words.Category(row.TextOrNull(5)),
            FailureType = row.TextOrNull(6),
            LastError = row.TextOrNull(7),
            Pass = row.Int32OrNull(8),
            Worker = row.Int32OrNull(9),
            ClaimedAt = row.TimeOrNull(10),
            CompletedAt = row.TimeOrNull(11),
            Listed = row.Int64(12) == 1,
            ExitCode = row.Int32OrNull(13),
            Signal = row.Int32OrNull(14),
            DueIn = row.TextOrNull(15),
            SucceededOnRetry = row.Int64(16) == 1,
            Suspect = row.Int64(17) == 1,
            Deaths = row.Int32(18),
        };
    }
}
