using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Writes claims and takes them back. A claim stands apart from its job, which stays what it was, and
/// from the history, which has an attempt only when it has ended.
/// </summary>
/// <param name="database">The state.</param>
/// <param name="jobs">Reads the jobs that are claimed.</param>
/// <param name="changes">Where the changed counts are noted.</param>
internal sealed class ClaimWriter(Database database, JobLoader jobs, JobCounts changes)
{
    // Nothing is written where the job or its account has a claim.
    private readonly Statement _claim = database.Prepare(
        """
        INSERT INTO claims (job_key, attempt_id, holder_id, account, number, run_id, owner_id, pass,
            worker, started_at, alone)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?3, ?7, ?8, ?9, ?10)
        ON CONFLICT DO NOTHING
        """
    );

    private readonly Statement _withdraw = database.Prepare(
        "DELETE FROM claims WHERE job_key = ?1 AND attempt_id = ?2 AND holder_id = ?3"
    );

    private readonly Statement _noteWithdrawn = database.Prepare(
        "UPDATE meta SET last_withdrawn = max(last_withdrawn, ?1)"
    );

    private readonly Statement _standing = database.Prepare(
        "SELECT status, listed FROM jobs WHERE key = ?1"
    );

    /// <summary>Claims a job, within the caller's transaction.</summary>
    /// <param name="pick">The job.</param>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="runId">The run.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="ownerId">Who holds the claim.</param>
    /// <param name="at">When, UTC.</param>
    public Claim Claim(
        Pick pick,
        long attemptId,
        long runId,
        int pass,
        long ownerId,
        DateTimeOffset at
    )
    {
        var job =
            jobs.LoadDue(pick.Key, pass)
            ?? throw new InvalidOperationException(
                $"Job {pick.Key} cannot be claimed: it is not due in pass {pass}."
            );
        var claimed = _claim
            .Bind(1, pick.Key)
            .Bind(2, attemptId)
            .Bind(3, ownerId)
            .Bind(4, pick.Account)
            .Bind(5, job.Counters.AllAttempts + 1)
            .Bind(6, runId)
            .Bind(7, pass)
            .Bind(8, pick.Worker)
            .Bind(9, at.UtcTicks)
            .Bind(10, pick.RunsAlone ? 1 : 0)
            .Execute();
        if (claimed == 0)
        {
            throw new InvalidOperationException(
                $"Job {pick.Key} cannot be claimed: it or another job of its account is at work."
            );
        }

        changes.Add(job.Status.ToWord(), null, -1);
        changes.Add("claimed", null, +1);
        return new Claim(attemptId, job, pick.Worker, pick.Place, pick.RunsAlone, at);
    }

    /// <summary>Takes a claim back, within the caller's transaction.</summary>
    /// <param name="withdrawal">The claim.</param>
    /// <param name="ownerId">Who holds it.</param>
    public void Withdraw(ClaimWithdrawal withdrawal, long ownerId)
    {
        _withdraw.Bind(1, withdrawal.JobKey).Bind(2, withdrawal.AttemptId).Bind(3, ownerId);
        if (_withdraw.Execute() == 0 || !_standing.Bind(1, withdrawal.JobKey).Step())
        {
            throw new InvalidOperationException(
                $"Attempt {withdrawal.AttemptId} of job {withdrawal.JobKey} is not open."
            );
        }

        // A job that left the list while its run lay dead is counted no longer.
        if (_standing.Int64(1) == 1)
        {
            changes.Add("claimed", null, -1);
            changes.Add(_standing.Text(0), null, +1);
        }

        _standing.Step();
        _noteWithdrawn.Bind(1, withdrawal.AttemptId).Execute();
    }
}
