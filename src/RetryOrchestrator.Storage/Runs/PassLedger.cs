using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>The rows of passes and their run. Every method is part of a transaction.</summary>
internal sealed class PassLedger(Database database)
{
    /// <summary>Where a pass stands that was begun.</summary>
    /// <param name="StartedAt">When it was first begun, UTC.</param>
    /// <param name="Worked">The time it was at work.</param>
    /// <param name="Tally">What its attempts came to.</param>
    /// <param name="Cancelled">The jobs whose last attempt in it a stop ended.</param>
    public sealed record Standing(
        DateTimeOffset StartedAt,
        TimeSpan Worked,
        PassTally Tally,
        IReadOnlyList<long> Cancelled
    );

    /// <summary>A pass of a run that has not ended, or was cancelled; else null.</summary>
    public Standing? ReadOpen(long runId, int pass)
    {
        using var query = database.Prepare(
            """
            SELECT started_at, duration, succeeded, failed_account, failed_infrastructure,
                failed_unknown, failed_input, skipped, cancelled, deferred, leftovers_ended,
                left_at_work, uncertain, succeeded_on_retry, retry_time, given_back
            FROM passes
            WHERE run_id = ?1 AND pass = ?2 AND coalesce(result, 'cancelled') = 'cancelled'
            """
        );
        if (!query.Bind(1, runId).Bind(2, pass).Step())
        {
            return null;
        }

        var cancelled = query.Count(8) == 0 ? [] : ReadCancelled(runId, pass);
        return new Standing(
            query.Time(0),
            TimeSpan.FromTicks(query.Int64(1)),
            new PassTally
            {
                Succeeded = query.Count(2),
                FailedAccount = query.Count(3),
                FailedInfrastructure = query.Count(4),
                FailedUnknown = query.Count(5),
                FailedInput = query.Count(6),
                Skipped = query.Count(7),
                Cancelled = cancelled.Count,
                Deferred = query.Count(9),
                LeftoversEnded = query.Count(10),
                LeftAtWork = query.Count(11),
                Uncertain = query.Count(12),
                SucceededOnRetry = query.Count(13),
                RetryTime = TimeSpan.FromTicks(query.Int64(14)),
                GivenBack = query.Count(15),
            },
            cancelled
        );
    }

    private List<long> ReadCancelled(long runId, int pass)
    {
        // Beside MAX the columns are those of the row that has it: SQLite promises that. What has
        // left the list since, or was skipped, is not attempted again.
        using var query = database.Prepare(
            """
            SELECT job_key FROM (
                SELECT job_key, outcome, MAX(id) FROM attempts
                WHERE run_id = ?1 AND pass = ?2 GROUP BY job_key
            )
            WHERE outcome = 'cancelled' AND job_key IN (
                SELECT key FROM jobs WHERE listed = 1 AND status <> 'skipped'
            )
            """
        );
        query.Bind(1, runId).Bind(2, pass);
        var keys = new List<long>();
        while (query.Step())
        {
            keys.Add(query.Int64(0));
        }

        return keys;
    }

    /// <summary>What retries came to in the passes of a run, but for one.</summary>
    public RetryPrice RetriesBeside(long runId, int pass)
    {
        using var query = database.Prepare(
            """
            SELECT coalesce(SUM(succeeded_on_retry), 0), coalesce(SUM(retry_time), 0)
            FROM passes WHERE run_id = ?1 AND pass <> ?2
            """
        );
        query.Bind(1, runId).Bind(2, pass).Step();
        return new RetryPrice(query.Int32(0), TimeSpan.FromTicks(query.Int64(1)));
    }

    /// <summary>Begins a pass or takes it up again. A pass that has ended stays ended.</summary>
    public Standing Begin(long runId, int pass, int maxPasses, DateTimeOffset at)
    {
        using var begin = database.Prepare(
            """
            INSERT INTO passes (run_id, pass, max_passes, started_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (run_id, pass) DO UPDATE
                SET max_passes = excluded.max_passes, result = NULL, ended_at = NULL
                WHERE coalesce(result, 'cancelled') = 'cancelled'
            """
        );
        var begun = begin
            .Bind(1, runId)
            .Bind(2, pass)
            .Bind(3, maxPasses)
            .Bind(4, at.UtcTicks)
            .Execute();
        if (begun == 0)
        {
            throw new InvalidOperationException($"Pass {pass} of run {runId} has ended already.");
        }

        SetRun(runId, "running", null, null);
        var standing = ReadOpen(runId, pass)!;
        // What a stop had ended and has left the list since counts no longer, and changes are written
        // as such from here on.
        using var recount = database.Prepare(
            "UPDATE passes SET cancelled = ?3 WHERE run_id = ?1 AND pass = ?2"
        );
        recount.Bind(1, runId).Bind(2, pass).Bind(3, standing.Tally.Cancelled).Execute();
        return standing;
    }

    /// <summary>Keeps a summary and moves the run on. Only one can end a pass.</summary>
    public void End(RetryPassSummary summary, DateTimeOffset? nextPassAt)
    {
        if (database.ReadNumber("SELECT 1 FROM claims LIMIT 1") is not null)
        {
            throw new InvalidOperationException("A pass cannot end while attempts are open.");
        }

        using var end = database.Prepare(
            """
            UPDATE passes SET max_passes = ?3, started_at = ?4, ended_at = ?5, duration = ?6,
                succeeded = ?7, failed_account = ?8, failed_infrastructure = ?9,
                failed_unknown = ?10, failed_input = ?11, skipped = ?12, cancelled = ?13,
                result = ?14, processed = ?15, will_retry = ?16, next_action = ?17,
                run_succeeded = ?18, run_total = ?19, uncertain = ?20, succeeded_on_retry = ?21,
                retry_time = ?22, run_uncertain = ?23, run_succeeded_on_retry = ?24,
                run_retry_time = ?25, given_back = ?26, guards = ?27
            WHERE run_id = ?1 AND pass = ?2 AND result IS NULL
            """
        );
        var ended = PassRows.Bind(end, summary).Execute();
        if (ended == 0)
        {
            throw new InvalidOperationException(
                $"Pass {summary.Pass} of run {summary.RunId} is not open."
            );
        }

        switch (summary.Result)
        {
            case var result when result.GoesOn():
                SetRun(summary.RunId, "waiting", nextPassAt, null);
                break;
            case PassResult.Cancelled:
                SetRun(summary.RunId, "stopped", null, summary.EndedAt);
                break;
            default:
                SetRun(summary.RunId, "completed", null, summary.EndedAt);
                break;
        }
    }

    /// <summary>Closes a run between passes; one stopped in a wait keeps the time it waits for.</summary>
    public void CloseRun(long runId, string state, DateTimeOffset at)
    {
        using var close = database.Prepare(
            """
            UPDATE runs SET state = ?2, ended_at = ?3,
                next_pass_at = iif(?2 = 'stopped', next_pass_at, NULL)
            WHERE id = ?1 AND state IN ('running', 'waiting')
            """
        );
        if (close.Bind(1, runId).Bind(2, state).Bind(3, at.UtcTicks).Execute() == 0)
        {
            throw new InvalidOperationException($"Run {runId} is not open.");
        }
    }

    private void SetRun(
        long runId,
        string state,
        DateTimeOffset? nextPassAt,
        DateTimeOffset? endedAt
    )
    {
        using var update = database.Prepare(
            """
            UPDATE runs SET state = ?2, next_pass_at = ?3, ended_at = ?4
            WHERE id = ?1 AND state <> 'completed'
            """
        );
        var updated = update
            .Bind(1, runId)
            .Bind(2, state)
            .Bind(3, nextPassAt?.UtcTicks)
            .Bind(4, endedAt?.UtcTicks)
            .Execute();
        if (updated == 0)
        {
            throw new InvalidOperationException($"Run {runId} is over.");
        }
    }
}
