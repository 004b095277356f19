using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Jobs that are uncertain, and what was answered about them.</summary>
internal sealed class UncertainRows(Database database, JobLoader jobs)
{
    /// <summary>Those of the list, in file order, each with its last attempt.</summary>
    public List<UncertainJob> Read()
    {
        using var query = database.Prepare(
            """
            SELECT j.key, a.id, coalesce(a.number, j.all_attempts), coalesce(a.pass, 1),
                coalesce(a.checkpoint, ''), coalesce(a.category, j.category),
                coalesce(a.failure_type, j.failure_type, ''), coalesce(a.message, j.error, ''),
                a.rule, a.exit_code, a.signal
            FROM jobs j LEFT JOIN attempts a
                ON a.id = (SELECT MAX(id) FROM attempts WHERE job_key = j.key)
            WHERE j.status = 'uncertain' AND j.listed = 1
            ORDER BY j.ordinal
            """
        );
        var uncertain = new List<UncertainJob>();
        while (query.Step())
        {
            uncertain.Add(
                new UncertainJob(
                    query.Int64OrNull(1),
                    query.Int32(2),
                    query.Int32(3),
                    jobs.Load(query.Int64(0)),
                    query.Text(4),
                    new Failure(
                        Words.Category(query.TextOrNull(5)) ?? FailureCategory.Unknown,
                        query.Text(6),
                        query.Text(7),
                        query.TextOrNull(8)
                    )
                    {
                        ExitCode = query.Int32OrNull(9),
                        Signal = query.Int32OrNull(10),
                        LeavesOpen = true,
                    }
                )
            );
        }

        return uncertain;
    }

    /// <summary>Writes an answer. Part of a transaction.</summary>
    /// <param name="answered">The job and the answer.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="changes">Takes what that changes in the numbers of the jobs.</param>
    public void Write(VerifiedJob answered, DateTimeOffset at, JobCounts changes)
    {
        var status = answered.Status.ToWord();
        using (
            var job = database.Prepare(
                """
                UPDATE jobs SET status = ?2, due_pass = ?3, infrastructure_retries = ?4,
                    completed_at = ?5, category = ?6, failure_type = ?7, error = ?8, rule = ?9,
                    exit_code = ?10, signal = ?11
                WHERE key = ?1 AND status = 'uncertain' AND listed = 1
                """
            )
        )
        {
            var failure = answered.Status == JobStatus.Success ? null : answered.Failure;
            var written = job.Bind(1, answered.JobKey)
                .Bind(2, status)
                .Bind(3, answered.DuePass)
                .Bind(4, answered.Counters.InfrastructureRetries)
                .Bind(5, at.UtcTicks)
                .Bind(6, failure?.Category.ToWord())
                .Bind(7, failure?.Type)
                .Bind(8, failure?.Message)
                .Bind(9, failure?.Rule)
                .Bind(10, failure?.ExitCode)
                .Bind(11, failure?.Signal)
                .Execute();
            if (written == 0)
            {
                throw new InvalidOperationException($"Job {answered.JobKey} is not uncertain.");
            }
        }

        changes.Add("uncertain", null, -1);
        changes.Add(status, answered.Failure.Category.ToWord(), +1);
        if (answered.AttemptId is { } attempt)
        {
            WriteAttempt(attempt, answered.Checkpoint);
            CorrectPass(attempt, answered);
        }
    }

    private void WriteAttempt(long attempt, Checkpoint checkpoint)
    {
        using var update = database.Prepare(
            "UPDATE attempts SET verification = ?2, verification_note = ?3 WHERE id = ?1"
        );
        update
            .Bind(1, attempt)
            .Bind(2, Words.Of(checkpoint.Verified))
            .Bind(3, checkpoint.Note)
            .Execute();
    }

    // A pass that was stopped or cut off has no final numbers yet. What is due in it again counts
    // there by what it comes to then.
    private void CorrectPass(long attempt, VerifiedJob answered)
    {
        var becomes = answered switch
        {
            { Status: JobStatus.Success } => ", succeeded = succeeded + 1",
            { Status: JobStatus.Failed, Failure.Category: var category } =>
                $", failed_{category.ToWord()} = failed_{category.ToWord()} + 1",
            { Status: JobStatus.Uncertain } => null,
            _ => "",
        };
        if (becomes is null)
        {
            return;
        }

        using var update = database.Prepare(
            $"""
            UPDATE passes SET uncertain = uncertain - 1{becomes}
            WHERE (run_id, pass) = (SELECT run_id, pass FROM attempts WHERE id = ?1)
                AND coalesce(result, 'cancelled') = 'cancelled' AND uncertain > 0
            """
        );
        update.Bind(1, attempt).Execute();
    }
}
