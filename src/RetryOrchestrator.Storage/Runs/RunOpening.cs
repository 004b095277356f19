using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Resumes the run that was cut off, or starts a fresh one. Part of a transaction.</summary>
internal sealed class RunOpening(Database database, JobLoader jobs)
{
    // Each looks at all jobs once. A job that is claimed belongs to an attempt that was cut off: its
    // end decides about it.
    private const string NewBudgets = """
        UPDATE jobs SET status = 'pending', due_pass = 1, counted_in_run = 0, infrastructure_retries = 0
        WHERE key NOT IN (SELECT job_key FROM claims)
            AND (status = 'retrying'
                OR (status = 'failed' AND category IS NOT 'account'
                    AND failure_type IS NOT 'kills_orchestrator')
                OR (status = 'pending'
                    AND (due_pass <> 1 OR counted_in_run <> 0 OR infrastructure_retries <> 0)))
        """;

    // It stays what it is until somebody knows; then its limits are those of the run that asks.
    private const string NewBudgetsOfUncertain = """
        UPDATE jobs SET counted_in_run = 0, infrastructure_retries = 0 WHERE status = 'uncertain'
        """;

    // A job that was only put off, for want of a device, has no failure to be left alone with.
    private const string NewJobsOnly = """
        UPDATE jobs SET due_pass = 1, counted_in_run = 0, infrastructure_retries = 0,
            status = iif(status = 'retrying' AND category IS NOT NULL, 'failed', 'pending')
        WHERE key NOT IN (SELECT job_key FROM claims)
            AND (status = 'retrying'
                OR (status = 'pending'
                    AND (due_pass <> 1 OR counted_in_run <> 0 OR infrastructure_retries <> 0)))
        """;

    /// <summary>Opens a run for an owner.</summary>
    public OpenedRun Open(RunTerms terms, DateTimeOffset at, long ownerId) =>
        ReadCutOff() is { } cutOff
            ? Resume(cutOff, terms, ownerId)
            : StartFresh(terms, at, ownerId);

    private OpenedRun Resume(OpenedRun cutOff, RunTerms terms, long ownerId)
    {
        // One that was cut off in a wait waits on, until its next pass begins.
        using var update = database.Prepare(
            """
            UPDATE runs SET state = iif(next_pass_at IS NULL, 'running', 'waiting'),
                owner_id = ?2, settings = ?3, ended_at = NULL
            WHERE id = ?1
            """
        );
        update
            .Bind(1, cutOff.RunId)
            .Bind(2, ownerId)
            .Bind(3, SettingsJson.Write(terms.Settings))
            .Execute();
        // What was cut off is this owner's to end; who began it stays in the history.
        using var take = database.Prepare("UPDATE claims SET holder_id = ?1");
        take.Bind(1, ownerId).Execute();
        return cutOff;
    }

    private OpenedRun StartFresh(RunTerms terms, DateTimeOffset at, long ownerId)
    {
        using var budgets = database.Prepare(terms.NewJobsOnly ? NewJobsOnly : NewBudgets);
        if (budgets.Execute() > 0)
        {
            JobCounts.Recount(database);
        }

        if (database.ReadNumber("SELECT n FROM job_counts WHERE status = 'uncertain'") > 0)
        {
            database.Execute(NewBudgetsOfUncertain);
        }

        using var insert = database.Prepare(
            """
            INSERT INTO runs (state, owner_id, started_at, settings, simulated)
            VALUES ('running', ?1, ?2, ?3, ?4) RETURNING id
            """
        );
        insert
            .Bind(1, ownerId)
            .Bind(2, at.UtcTicks)
            .Bind(3, SettingsJson.Write(terms.Settings))
            .Bind(4, terms.IsSimulated ? 1 : 0)
            .Step();
        var runId = insert.Int64(0);
        insert.Step();
        return new OpenedRun(runId, at.ToUniversalTime(), false, 1, null, []);
    }

    private OpenedRun? ReadCutOff()
    {
        using var query = database.Prepare(
            """
            SELECT runs.id, runs.started_at, next_pass_at, process_id, start_token, host, held
            FROM runs LEFT JOIN owners ON owners.id = owner_id
            WHERE runs.id = (SELECT MAX(id) FROM runs) AND state <> 'completed'
            """
        );
        if (!query.Step())
        {
            return null;
        }

        var runId = query.Int64(0);
        var (nextPass, passIsOpen) = NextPassOf(runId);
        return new OpenedRun(
            runId,
            query.Time(1),
            Resumed: true,
            nextPass,
            query.TimeOrNull(2),
            ReadInFlight()
        )
        {
            PassIsOpen = passIsOpen,
            CutOffOwner = OwnerAt(query, 3),
            Held = TimeSpan.FromTicks(query.Int64(6)),
        };
    }

    /// <summary>
    /// The pass that was cut off (open) or stopped, or the one after the last that was ended.
    /// </summary>
    private (int Pass, bool IsOpen) NextPassOf(long runId)
    {
        using var query = database.Prepare(
            """
            SELECT pass, result IS NULL, coalesce(result, 'cancelled') = 'cancelled'
            FROM passes WHERE run_id = ?1 ORDER BY pass DESC LIMIT 1
            """
        );
        query.Bind(1, runId);
        if (!query.Step())
        {
            return (1, false);
        }

        var pass = query.Int32(0);
        if (pass < 1)
        {
            throw query.Damaged(0, "a number that is no pass");
        }

        return (query.Int64(2) == 1 ? pass : pass + 1, query.Int64(1) == 1);
    }

    private List<InFlightAttempt> ReadInFlight()
    {
        using var query = database.Prepare(
            """
            SELECT attempt_id, pass, job_key, owner_id, worker, process_id, start_token, host, alone
            FROM claims LEFT JOIN owners ON owners.id = owner_id
            ORDER BY attempt_id
            """
        );
        var inFlight = new List<InFlightAttempt>();
        while (query.Step())
        {
            inFlight.Add(
                new InFlightAttempt(query.Int64(0), query.Int32(1), jobs.Load(query.Int64(2)))
                {
                    Hold = query.Int64(3),
                    Worker = query.Int32(4),
                    Owner = OwnerAt(query, 5),
                    RanAlone = query.Int64(8) == 1,
                }
            );
        }

        return inFlight;
    }

    private static ProcessIdentity? OwnerAt(Statement query, int column) =>
        query.Int64OrNull(column) is null
            ? null
            : new ProcessIdentity(
                query.Int32(column),
                query.Text(column + 1),
                query.Text(column + 2)
            );

    /// <summary>
    /// The id of the next attempt: ids only rise, whatever became of the last. It has ended, is open,
    /// or was taken back.
    /// </summary>
    public long NextAttemptId() =>
        database
            .ReadNumber(
                """
                SELECT max(
                    (SELECT coalesce(MAX(id), 0) FROM attempts),
                    (SELECT coalesce(MAX(attempt_id), 0) FROM claims),
                    (SELECT coalesce(MAX(last_withdrawn), 0) FROM meta)
                ) + 1
                """
            )!
            .Value;
}
