using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Reading;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Maintenance;

/// <summary>What other processes may change.</summary>
internal sealed class StateMaintenance(Database database, OwnerLiveness liveness)
    : IStateMaintenance
{
    public IReadOnlyList<OrchestratorJob> Reset(JobQuery query, bool force, DateTimeOffset at)
    {
        using var transaction = database.BeginWrite();
        if (LiveOwner() is { } owner)
        {
            throw new LiveRunException(database.Path, owner.Owner);
        }

        var filter = new JobFilter(query);
        Collect(filter, force);
        OpenPass.Forget(database);
        database.Execute(
            """
            UPDATE jobs SET status = 'pending', due_pass = 1, counted_in_run = 0,
                infrastructure_retries = 0, skip_reason = NULL, suspect = 0, deaths = 0
            WHERE key IN (SELECT key FROM temp.reset_jobs)
            """
        );
        JobCounts.Recount(database);
        database.Execute($"UPDATE meta SET updated_at = {at.UtcTicks}");
        var changed = JobRows.Read(database, "j.key IN (SELECT key FROM temp.reset_jobs)").ToList();
        transaction.Commit();
        return changed;
    }

    public Member? RequestStop(DateTimeOffset at)
    {
        using var transaction = database.BeginWrite();
        if (LiveOwner() is not { } owner)
        {
            return null;
        }

        database.Execute(
            $"""
            UPDATE owners SET stop_requested_at = coalesce(stop_requested_at, {at.UtcTicks})
            WHERE id = {owner.Id}
            """
        );
        transaction.Commit();
        return owner.Owner;
    }

    public void Dispose() => database.Dispose();

    private OwnerRow? LiveOwner() =>
        OwnerRow.ReadCurrent(database) is { } owner && liveness.SeemsAlive(owner, database.Location)
            ? owner
            : null;

    /// <summary>
    /// Notes the jobs meant, since the change makes them unlike the question. What is claimed has
    /// an attempt that a dead run left open: the next start ends it, and what it may have left at
    /// work, before the job is due again; taking that away here would hide it.
    /// </summary>
    private void Collect(JobFilter filter, bool force)
    {
        database.Execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS reset_jobs (key INTEGER PRIMARY KEY);
            DELETE FROM temp.reset_jobs;
            """
        );
        var statuses = force
            ? "('retrying', 'failed', 'skipped', 'uncertain', 'success')"
            : "('retrying', 'failed', 'skipped')";
        using var collect = database.Prepare(
            $"""
            INSERT INTO temp.reset_jobs
            SELECT j.key FROM {JobFilter.Jobs}
            WHERE {JobFilter.Status} IN {statuses} AND {filter.Sql}
            """
        );
        filter.Bind(collect);
        collect.Execute();
    }
}
