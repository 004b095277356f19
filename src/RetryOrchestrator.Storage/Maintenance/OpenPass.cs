using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Maintenance;

/// <summary>
/// The pass in which a run was stopped or cut off. What is reset is due in it once more: its numbers
/// are those of the jobs that stand, or it would count more jobs than there are.
/// </summary>
internal static class OpenPass
{
    private const string Last = """
        run_id = (SELECT MAX(id) FROM runs WHERE state <> 'completed')
            AND pass = (SELECT MAX(pass) FROM passes p WHERE p.run_id = passes.run_id)
        """;

    private const string Forgetting = $"""
        UPDATE passes SET
            succeeded = max(0, succeeded - (SELECT COUNT(*) FROM temp.forgotten
                WHERE outcome = 'success')),
            uncertain = max(0, uncertain - (SELECT COUNT(*) FROM temp.forgotten
                WHERE outcome = 'uncertain')),
            succeeded_on_retry = max(0, succeeded_on_retry - (SELECT COUNT(*) FROM temp.forgotten
                WHERE outcome = 'success' AND on_retry)),
            retry_time = max(0, retry_time - (SELECT coalesce(SUM(lost), 0) FROM temp.forgotten
                WHERE outcome = 'success' AND on_retry)),
            failed_account = max(0, failed_account - (SELECT COUNT(*) FROM temp.forgotten
                WHERE category = 'account')),
            failed_infrastructure = max(0, failed_infrastructure - (SELECT COUNT(*)
                FROM temp.forgotten WHERE category = 'infrastructure')),
            failed_unknown = max(0, failed_unknown - (SELECT COUNT(*) FROM temp.forgotten
                WHERE category = 'unknown')),
            failed_input = max(0, failed_input - (SELECT COUNT(*) FROM temp.forgotten
                WHERE category = 'input')),
            deferred = max(0, deferred - (SELECT COUNT(*) FROM temp.forgotten
                WHERE outcome = 'deferred')),
            skipped = max(0, skipped - (SELECT COUNT(*) FROM jobs
                WHERE status = 'skipped' AND due_pass <= passes.pass
                    AND key IN (SELECT key FROM temp.reset_jobs)))
        WHERE {Last}
            AND coalesce(result, 'cancelled') = 'cancelled';
        """;

    // Of a pass that was stopped, whose summary can be read before it goes on.
    private const string Summing = $"""
        UPDATE passes SET
            processed = succeeded + uncertain + failed_account + failed_infrastructure
                + failed_unknown + failed_input
        WHERE {Last}
            AND result = 'cancelled';
        """;

    // A job counts by its last attempt in the pass: those before were cancelled, or forgotten at an
    // earlier reset. What a reset made due again, and has not ended since, counts no more. One that
    // was asked about counts as what was answered.
    private const string Counted = """
        SELECT outcome, iif(outcome IN ('failed', 'interrupted'), category, NULL), on_retry,
            (SELECT SUM(b.ended_at - b.started_at) FROM attempts b
                WHERE b.job_key = last.job_key AND b.run_id = last.run_id AND b.id <> last.id
                    AND b.outcome IN ('failed', 'uncertain') AND b.given_back IS NULL)
        FROM (
            SELECT iif(a.outcome = 'uncertain', CASE a.verification WHEN 'happened' THEN 'success'
                    WHEN 'didnothappen' THEN 'failed' ELSE 'uncertain' END, a.outcome) AS outcome,
                a.category, a.job_key, a.run_id, j.counted_in_run > 1 AS on_retry, MAX(a.id) AS id
            FROM attempts a JOIN temp.reset_jobs r ON r.key = a.job_key JOIN jobs j ON j.key = r.key
            WHERE a.run_id = (SELECT MAX(id) FROM runs WHERE state <> 'completed')
                AND a.pass = (SELECT MAX(pass) FROM passes WHERE run_id = a.run_id)
                AND a.given_back IS NULL
                AND (j.status IN ('success', 'failed') OR j.due_pass > a.pass)
            GROUP BY a.job_key
        ) last
        """;

    /// <summary>
    /// Takes the attempts of the jobs noted in temp.reset_jobs out of the numbers of the pass that is
    /// open, if one is; the history keeps them. Part of the caller's transaction, before the reset.
    /// </summary>
    public static void Forget(Database database) =>
        database.Execute(
            $"""
            CREATE TEMP TABLE IF NOT EXISTS forgotten
                (outcome TEXT, category TEXT, on_retry INTEGER, lost INTEGER);
            DELETE FROM temp.forgotten;
            INSERT INTO temp.forgotten
            {Counted};
            {Forgetting}
            {Summing}
            """
        );
}
