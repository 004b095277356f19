using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Writes what a pass does: the hot path, six statements a job. Every statement names what it may
/// change; one that changes nothing is a fault of the caller.
/// </summary>
internal sealed class TurnWriter
{
    private readonly ClaimWriter _claims;
    private readonly EndWriter _ends;
    private readonly AccountSkips _skips;
    private readonly Statement _updatePass;
    private readonly Statement _updateCounts;
    private readonly LeftoverWriter _leftovers;
    private readonly RetryTimes _retryTimes;
    private readonly GuardWriter _guards;
    private readonly JobCounts _changes = new();

    public TurnWriter(Database database, JobLoader jobs)
    {
        _claims = new ClaimWriter(database, jobs, _changes);
        _ends = new EndWriter(database, _changes);
        _retryTimes = new RetryTimes(database);
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
            _ends.Write(end, ownerId);
            _guards.Suspect(end);
            tally = PassTallies.Count(tally, end, run.Cancelled.Contains(end.JobKey));
            tally = _retryTimes.Count(tally, end, run.RunId);
        }

        tally = _leftovers.Write(turn.Leftovers, tally);
        foreach (var given in turn.Returned)
        {
            tally = _guards.Return(given, ownerId, _changes, tally);
        }

        _guards.WriteActs(turn, run.RunId);
        foreach (var withdrawal in turn.Withdrawn)
        {
            _claims.Withdraw(withdrawal, ownerId);
        }

        foreach (var stop in turn.AccountStops)
        {
            tally = _skips.Write(stop, pass, run.Cancelled, tally);
        }

        var claims = new List<Claim>(picked.Count);
        foreach (var pick in picked)
        {
            var attemptId = run.NextAttemptId + claims.Count;
            claims.Add(_claims.Claim(pick, attemptId, run.RunId, pass, ownerId, turn.At));
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
}
