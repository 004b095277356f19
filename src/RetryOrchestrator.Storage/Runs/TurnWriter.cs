using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Writes what a pass does: the hot path, four statements a job. Every statement names the states
/// it may change from; one that changes nothing is a fault of the caller.
/// </summary>
internal sealed class TurnWriter
{
    private readonly JobLoader _jobs;
    private readonly Statement _claimJob;
    private readonly Statement _insertAttempt;
    private readonly Statement _endAttempt;
    private readonly Statement _endJob;
    private readonly Statement _endJobKeepingFailure;
    private readonly Statement _forgetAttempt;
    private readonly Statement _giveBackJob;
    private readonly AccountSkips _skips;
    private readonly Statement _updatePass;
    private readonly Statement _updateCounts;
    private readonly LeftoverWriter _leftovers;
    private readonly RetryTimes _retryTimes;
    private readonly GuardWriter _guards;
    private readonly JobCounts _changes = new();

    public TurnWriter(Database database, JobLoader jobs)
    {
        _jobs = jobs;
        _claimJob = database.Prepare(
            """
            UPDATE jobs SET claimed_from = status, status = 'claimed', pass = ?2, worker = ?3,
                claimed_at = ?4, completed_at = NULL
            WHERE key = ?1 AND listed = 1 AND status IN ('pending', 'retrying') AND due_pass <= ?2
            RETURNING claimed_from
            """
        );
        _insertAttempt = database.Prepare(
            """
            INSERT INTO attempts (id, job_key, number, run_id, owner_id, pass, worker, started_at, alone)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """
        );
        _endAttempt = database.Prepare(
            """
            UPDATE attempts SET ended_at = ?3, outcome = ?4, category = ?5, failure_type = ?6,
                message = ?7, rule = ?8, exit_code = ?9, signal = ?10, checkpoint = ?11,
                verification = ?12, verification_note = ?13, given_back = ?14
            WHERE id = ?1 AND job_key = ?2 AND ended_at IS NULL
            """
        );
        _endJobKeepingFailure = database.Prepare(EndJob(""));
        _endJob = database.Prepare(
            EndJob(
                ", category = ?9, failure_type = ?10, error = ?11, rule = ?12, exit_code = ?13, signal = ?14"
            )
        );
        _retryTimes = new RetryTimes(database);
        _forgetAttempt = database.Prepare(
            "DELETE FROM attempts WHERE id = ?1 AND job_key = ?2 AND ended_at IS NULL"
        );
        // What the job says of its last attempt, it says again of the one before.
        _giveBackJob = database.Prepare(
            """
            UPDATE jobs SET status = claimed_from, claimed_from = NULL,
                (pass, worker, claimed_at, completed_at) = (
                    SELECT pass, worker, started_at, ended_at FROM attempts
                    WHERE job_key = ?1 ORDER BY id DESC LIMIT 1
                )
            WHERE key = ?1 AND status = 'claimed'
            RETURNING status, listed
            """
        );
        _skips = new AccountSkips(database, _changes);
        _updatePass = database.Prepare(
            """
            UPDATE passes SET duration = ?3, succeeded = succeeded + ?4,
                failed_account = failed_account + ?5,
                failed_infrastructure = failed_infrastructure + ?6,
                failed_unknown = failed_unknown + ?7, failed_input = failed_input + ?8,
                skipped = skipped + ?9, cancelled = cancelled + ?10, deferred = deferred + ?11,
                uncertain = uncertain + ?12, succeeded_on_retry = succeeded_on_retry + ?13,
                retry_time = retry_time + ?14, given_back = given_back + ?15,
                leftovers_ended = leftovers_ended + ?16, left_at_work = left_at_work + ?17
            WHERE run_id = ?1 AND pass = ?2 AND coalesce(result, 'cancelled') = 'cancelled'
            """
        );
        _updateCounts = database.Prepare(JobCounts.UpdateSql);
        _leftovers = new LeftoverWriter(database);
        _guards = new GuardWriter(database);
    }

    /// <summary>Writes a turn, within the caller's transaction.</summary>
    /// <returns>
    /// By how much the numbers of the pass and those of the jobs change, the latter valid until the
    /// next call; and the claims.
    /// </returns>
    public (PassTally Pass, JobCounts Jobs, List<Claim> Claims) Write(
        TurnRequest turn,
        IReadOnlyList<Pick> picked,
        int pass,
        long ownerId,
        OpenRunState run
    )
    {
        _changes.Clear();
        var tally = new PassTally();
        foreach (var end in turn.Ended)
        {
            End(end);
            tally = PassTallies.Count(tally, end, run.Cancelled.Contains(end.JobKey));
            tally = _retryTimes.Count(tally, end, run.RunId);
        }

        tally = _leftovers.Write(turn.Leftovers, tally);
        foreach (var given in turn.Returned)
        {
            tally = _guards.Return(given, _changes, tally);
        }

        _guards.WriteActs(turn, run.RunId);
        foreach (var withdrawal in turn.Withdrawn)
        {
            Withdraw(withdrawal);
        }

        foreach (var stop in turn.AccountStops)
        {
            tally = _skips.Write(stop, pass, run.Cancelled, tally);
        }

        var claims = new List<Claim>(picked.Count);
        foreach (var pick in picked)
        {
            var attemptId = run.NextAttemptId + claims.Count;
            claims.Add(Claim(pick, attemptId, run.RunId, pass, ownerId, turn.At));
        }

        UpdatePass(turn, run.RunId, pass, tally);
        _changes.WriteChanges(_updateCounts);
        return (tally, _changes, claims);
    }

    private void UpdatePass(TurnRequest turn, long runId, int pass, PassTally tally)
    {
        var updated = _updatePass
            .Bind(1, runId)
            .Bind(2, pass)
            .Bind(3, turn.PassDuration.Ticks)
            .Bind(4, tally.Succeeded)
            .Bind(5, tally.FailedAccount)
            .Bind(6, tally.FailedInfrastructure)
            .Bind(7, tally.FailedUnknown)
            .Bind(8, tally.FailedInput)
            .Bind(9, tally.Skipped)
            .Bind(10, tally.Cancelled)
            .Bind(11, tally.Deferred)
            .Bind(12, tally.Uncertain)
            .Bind(13, tally.SucceededOnRetry)
            .Bind(14, tally.RetryTime.Ticks)
            .Bind(15, tally.GivenBack)
            .Bind(16, tally.LeftoversEnded)
            .Bind(17, tally.LeftAtWork)
            .Execute();
        if (updated == 0)
        {
            throw new InvalidOperationException($"Pass {pass} of run {runId} is not open.");
        }
    }

    private void End(AttemptEnd end)
    {
        var category = end.Failure?.Category.ToWord();
        _endAttempt
            .Bind(1, end.AttemptId)
            .Bind(2, end.JobKey)
            .Bind(3, end.At.UtcTicks)
            .Bind(4, Words.Of(end.Outcome))
            .Bind(5, category)
            .Bind(6, end.Failure?.Type)
            .Bind(7, end.Failure?.Message)
            .Bind(8, end.Failure?.Rule)
            .Bind(9, end.Failure?.ExitCode)
            .Bind(10, end.Failure?.Signal)
            .Bind(11, end.Checkpoint?.Word)
            .Bind(12, Words.Of(end.Checkpoint?.Verified))
            .Bind(13, end.Checkpoint?.Note)
            .Bind(14, end.GivenBack);
        if (_endAttempt.Execute() == 0)
        {
            throw new InvalidOperationException(
                $"Attempt {end.AttemptId} of job {end.JobKey} is not open."
            );
        }

        if (end.Status == JobStatus.Claimed || (end.Status == JobStatus.Failed && category is null))
        {
            throw new InvalidOperationException(
                $"Attempt {end.AttemptId} cannot leave its job {end.Status.ToWord()} "
                    + "without a failure."
            );
        }

        EndJobOf(end, category);
        _guards.Suspect(end);
    }

    private void EndJobOf(AttemptEnd end, string? category)
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
            .Bind(8, end.At.UtcTicks);
        if (!keepsFailure)
        {
            statement
                .Bind(9, failure?.Category.ToWord())
                .Bind(10, failure?.Type)
                .Bind(11, failure?.Message)
                .Bind(12, failure?.Rule)
                .Bind(13, failure?.ExitCode)
                .Bind(14, failure?.Signal);
        }

        if (!statement.Step())
        {
            throw new InvalidOperationException($"Job {end.JobKey} is not claimed.");
        }

        // A job that left the list while its run lay dead is ended, but no longer counted.
        if (statement.Int64(0) == 1)
        {
            _changes.Add("claimed", null, -1);
            _changes.Add(status, category, +1);
        }

        statement.Step();
    }

    private void Withdraw(ClaimWithdrawal withdrawal)
    {
        _forgetAttempt.Bind(1, withdrawal.AttemptId).Bind(2, withdrawal.JobKey);
        if (_forgetAttempt.Execute() == 0 || !_giveBackJob.Bind(1, withdrawal.JobKey).Step())
        {
            throw new InvalidOperationException(
                $"Attempt {withdrawal.AttemptId} of job {withdrawal.JobKey} is not open."
            );
        }

        // A job that left the list while its run lay dead is counted no longer.
        if (_giveBackJob.Int64(1) == 1)
        {
            _changes.Add("claimed", null, -1);
            _changes.Add(_giveBackJob.Text(0), null, +1);
        }

        _giveBackJob.Step();
    }

    private Claim Claim(
        Pick pick,
        long attemptId,
        long runId,
        int pass,
        long ownerId,
        DateTimeOffset at
    )
    {
        var job = _jobs.Load(pick.Key);
        _claimJob.Bind(1, pick.Key).Bind(2, pass).Bind(3, pick.Worker).Bind(4, at.UtcTicks);
        if (!_claimJob.Step())
        {
            throw new InvalidOperationException(
                $"Job {pick.Key} cannot be claimed: it is not due in pass {pass}."
            );
        }

        _changes.Add(_claimJob.Text(0), null, -1);
        _changes.Add("claimed", null, +1);
        _claimJob.Step();
        _insertAttempt
            .Bind(1, attemptId)
            .Bind(2, pick.Key)
            .Bind(3, job.Counters.AllAttempts + 1)
            .Bind(4, runId)
            .Bind(5, ownerId)
            .Bind(6, pass)
            .Bind(7, pick.Worker)
            .Bind(8, at.UtcTicks)
            .Bind(9, pick.RunsAlone ? 1 : 0)
            .Execute();
        return new Claim(attemptId, job, pick.Worker, pick.Place, pick.RunsAlone, at);
    }

    private static string EndJob(string failure) =>
        $"""
            UPDATE jobs SET status = ?2, claimed_from = NULL, due_pass = ?3, all_attempts = ?4,
                counted = ?5, counted_in_run = ?6, infrastructure_retries = ?7, completed_at = ?8
                {failure}
            WHERE key = ?1 AND status = 'claimed'
            RETURNING listed
            """;
}
