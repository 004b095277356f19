using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Reading;

/// <summary>The history, job by job.</summary>
internal static class AttemptRows
{
    /// <summary>The attempts of the jobs meant, in file order, each job's in their own.</summary>
    public static IEnumerable<OrchestratorAttempt> Read(Database database, JobQuery query)
    {
        var filter = new JobFilter(query);

        // CROSS JOIN keeps the jobs outermost, so that rows come in order without being sorted; those
        // of the open attempts are few, and merged into them.
        using var statement = database.Prepare(
            $"""
            SELECT j.job_id, a.number, a.run_id, a.pass, a.worker, a.started_at, a.ended_at,
                a.outcome, a.category, a.failure_type, a.message, a.rule, a.exit_code, a.signal,
                a.leftovers, a.checkpoint, a.verification, a.verification_note, a.given_back,
                j.listed AS listed, j.ordinal AS ordinal, j.key AS key, a.id AS id
            FROM {JobFilter.Jobs} CROSS JOIN attempts a ON a.job_key = j.key
            WHERE {filter.Sql}
            UNION ALL
            SELECT j.job_id, c.number, c.run_id, c.pass, c.worker, c.started_at, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                0, NULL, NULL, NULL, NULL,
                j.listed, j.ordinal, j.key, c.attempt_id
            FROM claims c CROSS JOIN jobs j ON j.key = c.job_key
            WHERE {filter.Sql}
            ORDER BY listed DESC, ordinal, key, id
            """
        );
        filter.Bind(statement);
        while (statement.Step())
        {
            yield return Read(statement);
        }
    }

    private static OrchestratorAttempt Read(Statement row) =>
        new()
        {
            JobId = row.Text(0),
            Number = row.Int32(1),
            RunId = row.Int64(2),
            Pass = row.Int32(3),
            Worker = row.Int32(4),
            StartedAt = row.Time(5),
            EndedAt = row.TimeOrNull(6),
            Outcome = Words.Outcome(row.TextOrNull(7)),
            Category = Words.Category(row.TextOrNull(8)),
            FailureType = row.TextOrNull(9),
            Message = row.TextOrNull(10),
            Rule = row.TextOrNull(11),
            ExitCode = row.Int32OrNull(12),
            Signal = row.Int32OrNull(13),
            Leftovers = row.Int32(14),
            Checkpoint = row.TextOrNull(15),
            Verification = Words.Verification(row.TextOrNull(16)),
            VerificationNote = row.TextOrNull(17),
            GivenBack = row.TextOrNull(18),
        };
}
