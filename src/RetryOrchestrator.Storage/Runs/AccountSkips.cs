using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Skips what is still due of an account that was stopped.</summary>
/// <param name="database">The state.</param>
/// <param name="changes">Where the changed counts are noted.</param>
internal sealed class AccountSkips(Database database, JobCounts changes)
{
    private readonly Statement _skip = database.Prepare(
        """
        UPDATE jobs INDEXED BY jobs_account SET status = 'skipped', skip_reason = ?3
        WHERE account = ?1 AND listed = 1 AND status = ?2
        """
    );

    /// <summary>Writes a stop, within the caller's transaction.</summary>
    /// <returns>How many jobs it skipped.</returns>
    public int Write(AccountStop stop)
    {
        var skipped = 0;
        foreach (var status in (string[])["pending", "retrying"])
        {
            var n = _skip.Bind(1, stop.Account).Bind(2, status).Bind(3, stop.Reason).Execute();
            changes.Add(status, null, -n);
            skipped += n;
        }

        changes.Add("skipped", null, skipped);
        return skipped;
    }
}
