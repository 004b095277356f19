using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Writes what guards decided: rarely, and beside the hot path. Every method is part of the
/// transaction of a commit.
/// </summary>
internal sealed class GuardWriter(Database database)
{
    private readonly Statement _suspectJob = database.Prepare(
        "UPDATE jobs SET suspect = ?2, deaths = ?3 WHERE key = ?1"
    );

    private readonly Statement _returnAttempt = database.Prepare(
        """
        UPDATE attempts SET given_back = ?3
        WHERE id = ?1 AND job_key = ?2 AND owner_id = ?4 AND given_back IS NULL
        RETURNING category
        """
    );

    private readonly Statement _standing = database.Prepare(
        "SELECT status, category, listed FROM jobs WHERE key = ?1"
    );

    // A job that was skipped since, because its account failed, stays that.
    private readonly Statement _returnJob = database.Prepare(
        """
        UPDATE jobs SET status = iif(status = 'skipped', status, ?2), due_pass = ?3,
            all_attempts = ?4, counted = ?5, counted_in_run = ?6, infrastructure_retries = ?7
        WHERE key = ?1 AND status IN ('retrying', 'failed', 'skipped')
            AND key NOT IN (SELECT job_key FROM claims)
        RETURNING status
        """
    );

    private readonly Statement _insertAct = database.Prepare(
        """
        INSERT INTO guard_acts (run_id, pass, at, subject, action, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """
    );

    private readonly Statement _updateHeld = database.Prepare(
        "UPDATE runs SET held = ?2 WHERE id = ?1"
    );

    /// <summary>Notes what is held against a job from now on, if the end of its attempt says so.</summary>
    public void Suspect(AttemptEnd end)
    {
        if (end.Suspicion is { } held)
        {
            _suspectJob
                .Bind(1, end.JobKey)
                .Bind(2, held.IsSuspect ? 1 : 0)
                .Bind(3, held.Deaths)
                .Execute();
        }
    }

    /// <summary>Gives a failure back to its job.</summary>
    /// <param name="given">The failure.</param>
    /// <param name="ownerId">Who began the attempt.</param>
    /// <param name="changes">Where what it changes is counted.</param>
    /// <param name="tally">The numbers of its pass so far.</param>
    /// <returns>The numbers without it; a job that was skipped since counts as that.</returns>
    public PassTally Return(AttemptReturn given, long ownerId, JobCounts changes, PassTally tally)
    {
        _returnAttempt
            .Bind(1, given.AttemptId)
            .Bind(2, given.JobKey)
            .Bind(3, given.Reason)
            .Bind(4, ownerId);
        if (!_returnAttempt.Step() || !_standing.Bind(1, given.JobKey).Step())
        {
            throw new InvalidOperationException(
                $"Attempt {given.AttemptId} of job {given.JobKey} cannot be given back."
            );
        }

        var category = Words.Category(_returnAttempt.TextOrNull(0));
        _returnAttempt.Step();
        var (status, why, isListed) = (
            _standing.Text(0),
            _standing.TextOrNull(1),
            _standing.Int64(2) == 1
        );
        _standing.Step();
        var now = ReturnJob(given);
        if (isListed)
        {
            changes.Add(status, why, -1);
            changes.Add(now, null, +1);
        }

        tally = PassTallies.GiveBack(tally, category);
        return now == "skipped" ? tally with { Skipped = tally.Skipped + 1 } : tally;
    }

    /// <summary>Notes what guards did.</summary>
    public void WriteActs(TurnRequest turn, long runId)
    {
        foreach (var act in turn.GuardActs)
        {
            _insertAct
                .Bind(1, runId)
                .Bind(2, act.Pass)
                .Bind(3, act.At.UtcTicks)
                .Bind(4, act.Subject)
                .Bind(5, act.Action)
                .Bind(6, act.Detail)
                .Execute();
        }

        if (turn.Held is { } time)
        {
            _updateHeld.Bind(1, runId).Bind(2, time.Ticks).Execute();
        }
    }

    private string ReturnJob(AttemptReturn given)
    {
        _returnJob
            .Bind(1, given.JobKey)
            .Bind(2, given.Status.ToWord())
            .Bind(3, given.Pass)
            .Bind(4, given.Counters.AllAttempts)
            .Bind(5, given.Counters.Counted)
            .Bind(6, given.Counters.CountedInRun)
            .Bind(7, given.Counters.InfrastructureRetries);
        if (!_returnJob.Step())
        {
            throw new InvalidOperationException(
                $"Job {given.JobKey} is at work again, or done: nothing can be given back to it."
            );
        }

        var status = _returnJob.Text(0);
        _returnJob.Step();
        return status;
    }
}
