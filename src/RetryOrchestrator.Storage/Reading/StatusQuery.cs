using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Reading;

/// <summary>One look at everything, from small tables only: never from the jobs themselves.</summary>
internal sealed class StatusQuery(Database database, OwnerLiveness liveness)
{
    /// <summary>Reads the status at one moment.</summary>
    public OrchestratorStatus Read()
    {
        using var moment = database.BeginRead();
        var jobs = JobCounts.Read(database).ToTally();
        var status = OrchestratorStatus.Of(database.Path, jobs) with
        {
            UpdatedAt = ReadUpdatedAt(),
        };
        status = WithRun(status);
        moment.Commit();
        return status;
    }

    private DateTimeOffset? ReadUpdatedAt()
    {
        using var meta = database.Prepare("SELECT updated_at FROM meta");
        return meta.Step() ? meta.TimeOrNull(0) : null;
    }

    private OrchestratorStatus WithRun(OrchestratorStatus status)
    {
        using var run = database.Prepare(
            """
            SELECT r.id, r.state, r.owner_id, r.started_at, r.next_pass_at, r.settings,
                coalesce(p.pass, 0), coalesce(p.max_passes, 0),
                (SELECT coalesce(SUM(leftovers_ended), 0) FROM passes WHERE run_id = r.id),
                (SELECT coalesce(SUM(left_at_work), 0) FROM passes WHERE run_id = r.id),
                r.held, coalesce(p.deferred, 0)
            FROM runs r LEFT JOIN passes p ON p.run_id = r.id
            ORDER BY r.id DESC, p.pass DESC LIMIT 1
            """
        );
        if (!run.Step())
        {
            return status;
        }

        var owner = OwnerRow.Read(database, run.Int64(2));
        var state = StateOf(run.Text(1), owner);
        var guards = ReadGuardActs(run.Int64(0));
        status = status with
        {
            RunId = run.Int64(0),
            State = state,
            StartedAt = run.Time(3),
            NextPassAt = state == RunState.Waiting ? run.TimeOrNull(4) : null,
            Configuration = SettingsJson.Read(run, 5),
            Pass = run.Int32(6),
            MaxPasses = run.Int32(7),
            LeftoversEnded = run.Int32(8),
            LeftAtWork = run.Int32(9),
            ProcessId = owner?.Owner.Process.Id,
            HostName = owner?.Owner.Process.HostName,
            Workers = ReadWorkers(),
            Guards = guards,
            Held = TimeSpan.FromTicks(run.Int64(10)),
            Deferred = run.Int32(11),
            HoldingSince = state == RunState.Running ? HoldBegan(guards, owner!.Owner) : null,
        };
        return WithRetries(status);
    }

    private OrchestratorStatus WithRetries(OrchestratorStatus status)
    {
        using var passes = database.Prepare(
            """
            SELECT coalesce(SUM(succeeded_on_retry), 0), coalesce(SUM(retry_time), 0)
            FROM passes WHERE run_id = ?1
            """
        );
        passes.Bind(1, status.RunId).Step();
        return status with
        {
            SucceededOnRetry = passes.Int32(0),
            RetryTime = TimeSpan.FromTicks(passes.Int64(1)),
        };
    }

    /// <summary>A run is what its row says, as long as its process still holds the state and lives.</summary>
    private RunState StateOf(string word, OwnerRow? owner)
    {
        switch (word)
        {
            case "completed":
                return RunState.Completed;
            case "stopped":
                return RunState.Stopped;
        }

        var isLive =
            owner is not null
            && OwnerRow.ReadCurrent(database)?.Id == owner.Id
            && liveness.SeemsAlive(owner, database.Location);
        return !isLive ? RunState.Interrupted
            : word == "waiting" ? RunState.Waiting
            : RunState.Running;
    }

    // A hold in which an earlier process of the run was stopped, or died, ended with it.
    private static DateTimeOffset? HoldBegan(List<OrchestratorGuardAct> acts, Member owner)
    {
        var last = acts.FindLastIndex(act => act.Subject == GuardWords.Run);
        return last >= 0 && acts[last].Action == GuardWords.Held && acts[last].At >= owner.JoinedAt
            ? acts[last].At
            : null;
    }

    private List<OrchestratorGuardAct> ReadGuardActs(long runId)
    {
        using var query = database.Prepare(
            """
            SELECT at, pass, subject, action, detail FROM guard_acts
            WHERE run_id = ?1 ORDER BY id DESC LIMIT 100
            """
        );
        query.Bind(1, runId);
        var acts = new List<OrchestratorGuardAct>();
        while (query.Step())
        {
            acts.Add(
                new OrchestratorGuardAct(
                    query.Time(0),
                    query.Int32(1),
                    query.Text(2),
                    query.Text(3),
                    query.Text(4)
                )
            );
        }

        acts.Reverse();
        return acts;
    }

    /// <summary>
    /// The open attempt of each worker, the first if some were claimed ahead: of a run cut off,
    /// what its workers were at when it died.
    /// </summary>
    private List<WorkerActivity> ReadWorkers()
    {
        // Beside MIN the columns are those of the row that has it: SQLite promises that. CROSS JOIN
        // keeps the claims outermost: they are few.
        using var query = database.Prepare(
            """
            SELECT c.worker, j.job_id, j.device, c.started_at, MIN(c.attempt_id)
            FROM claims c CROSS JOIN jobs j ON j.key = c.job_key
            GROUP BY c.worker ORDER BY c.worker
            """
        );
        var workers = new List<WorkerActivity>();
        while (query.Step())
        {
            workers.Add(
                new WorkerActivity(
                    query.Int32(0),
                    query.Text(1),
                    query.TextOrNull(2),
                    query.Time(3)
                )
            );
        }

        return workers;
    }
}
