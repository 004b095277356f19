using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Writes the ends of attempts: the claim goes, the history takes the attempt, the job is what that
/// makes of it.
/// </summary>
/// <param name="database">The state.</param>
/// <param name="changes">Where the changed counts are noted.</param>
internal sealed class EndWriter(Database database, JobCounts changes)
{
    // Asked for and then deleted: RETURNING would make a table for its one row each time.
    private readonly Statement _claim = database.Prepare(
        """
        SELECT number, run_id, owner_id, c.pass, c.worker, started_at, alone, listed
        FROM claims c CROSS JOIN jobs ON key = job_key
        WHERE job_key = ?1 AND attempt_id = ?2 AND holder_id = ?3
        """
    );

    private readonly Statement _deleteClaim = database.Prepare(
        "DELETE FROM claims WHERE job_key = ?1 AND attempt_id = ?2 AND holder_id = ?3"
    );

    private readonly Statement _insertAttempt = database.Prepare(
        """
        INSERT INTO attempts (id, job_key, number, run_id, owner_id, pass, worker, started_at, alone,
            ended_at, outcome, category, failure_type, message, rule, exit_code, signal, checkpoint,
            verification, verification_note, given_back)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
            ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
            ?19, ?20, ?21)
        """
    );

    private readonly Statement _endJobKeepingFailure = database.Prepare(EndJob(""));

    private readonly Statement _endJob = database.Prepare(
        EndJob(
            ", category = ?12, failure_type = ?13, error = ?14, rule = ?15, exit_code = ?16, signal = ?17"
        )
    );

    /// <summary>What a claim said that its job and the history are to say, and whether that is listed.</summary>
    private readonly record struct Begun(
        long Number,
        long RunId,
        long OwnerId,
        long Pass,
        long Worker,
        long StartedAt,
        long Alone,
        bool IsListed
    );

    /// <summary>Writes an end, within the caller's transaction.</summary>
    /// <param name="end">The end.</param>
    /// <param name="ownerId">Who holds the claim.</param>
    public void Write(AttemptEnd end, long ownerId)
    {
        var begun = TakeClaim(end, ownerId);
        var category = end.Failure?.Category.ToWord();
        if (end.Status == JobStatus.Claimed || (end.Status == JobStatus.Failed && category is null))
        {
            throw new InvalidOperationException(
                $"Attempt {end.AttemptId} cannot leave its job {end.Status.ToWord()} "
                    + "without a failure."
            );
        }

        InsertAttempt(end, begun, category);
        EndJobOf(end, begun, category);
    }

    private Begun TakeClaim(AttemptEnd end, long ownerId)
    {
        if (!_claim.Bind(1, end.JobKey).Bind(2, end.AttemptId).Bind(3, ownerId).Step())
        {
            throw new InvalidOperationException(
                $"Attempt {end.AttemptId} of job {end.JobKey} is not open."
            );
        }

        var begun = new Begun(
            _claim.Int64(0),
            _claim.Int64(1),
            _claim.Int64(2),
            _claim.Int64(3),
            _claim.Int64(4),
            _claim.Int64(5),
            _claim.Int64(6),
            _claim.Int64(7) == 1
        );
        _claim.Reset();
        _deleteClaim.Bind(1, end.JobKey).Bind(2, end.AttemptId).Bind(3, ownerId).Execute();
        return begun;
    }

    private void InsertAttempt(AttemptEnd end, Begun begun, string? category) =>
        _insertAttempt
            .Bind(1, end.AttemptId)
            .Bind(2, end.JobKey)
            .Bind(3, begun.Number)
            .Bind(4, begun.RunId)
            .Bind(5, begun.OwnerId)
            .Bind(6, begun.Pass)
            .Bind(7, begun.Worker)
            .Bind(8, begun.StartedAt)
            .Bind(9, begun.Alone)
            .Bind(10, end.At.UtcTicks)
            .Bind(11, Words.Of(end.Outcome))
            .Bind(12, category)
            .Bind(13, end.Failure?.Type)
            .Bind(14, end.Failure?.Message)
            .Bind(15, end.Failure?.Rule)
            .Bind(16, end.Failure?.ExitCode)
            .Bind(17, end.Failure?.Signal)
            .Bind(18, end.Checkpoint?.Word)
            .Bind(19, Words.Of(end.Checkpoint?.Verified))
            .Bind(20, end.Checkpoint?.Note)
            .Bind(21, end.GivenBack)
            .Execute();

    private void EndJobOf(AttemptEnd end, Begun begun, string? category)
    {
        // What has happened after all is no failure of the job, whatever its attempt ended with.
        var failure = end.Status == JobStatus.Success ? null : end.Failure;
        // What the operator stopped, what never started, or what another was to blame for, says
        // nothing new about the job.
        var keepsFailure =
            end.Outcome is AttemptOutcome.Cancelled or AttemptOutcome.Deferred
            || end.GivenBack is not null;
        var statement = keepsFailure ? _endJobKeepingFailure : _endJob;
        var status = end.Status.ToWord();
        statement
            .Bind(1, end.JobKey)
            .Bind(2, status)
            .Bind(3, end.DuePass)
            .Bind(4, end.Counters.AllAttempts)
            .Bind(5, end.Counters.Counted)
            .Bind(6, end.Counters.CountedInRun)
            .Bind(7, end.Counters.InfrastructureRetries)
            .Bind(8, begun.Pass)
            .Bind(9, begun.Worker)
            .Bind(10, begun.StartedAt)
            .Bind(11, end.At.UtcTicks);
        if (!keepsFailure)
        {
            statement
                .Bind(12, failure?.Category.ToWord())
                .Bind(13, failure?.Type)
                .Bind(14, failure?.Message)
                .Bind(15, failure?.Rule)
                .Bind(16, failure?.ExitCode)
                .Bind(17, failure?.Signal);
        }

        if (statement.Execute() == 0)
        {
            throw new InvalidOperationException(
                $"Job {end.JobKey} is neither pending nor retrying, though it was claimed."
            );
        }

        // A job that left the list while its run lay dead is ended, but no longer counted.
        if (begun.IsListed)
        {
            changes.Add("claimed", null, -1);
            changes.Add(status, category, +1);
        }
    }

    private static string EndJob(string failure) =>
        $"""
            UPDATE jobs SET status = ?2, due_pass = ?3, all_attempts = ?4, counted = ?5,
                counted_in_run = ?6, infrastructure_retries = ?7, pass = ?8, worker = ?9,
                claimed_at = ?10, completed_at = ?11
                {failure}
            WHERE key = ?1 AND status IN ('pending', 'retrying')
            """;
}
