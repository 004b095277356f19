using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

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
            AND key NOT IN (SELECT job_key FROM claims)
        RETURNING key, due_pass
        """
    );

    /// <summary>
    /// Writes a stop, within the caller's transaction. A job that had its attempt in this pass counts
    /// there by what that came to, and is due in a later one; skipped in this pass are those that had
    /// none, and those whose attempt a stop had ended.
    /// </summary>
    /// <param name="stop">The account.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="cancelled">The jobs whose last attempt in it a stop ended.</param>
    /// <param name="tally">Its numbers so far.</param>
    /// <returns>Its numbers with what was skipped.</returns>
    public PassTally Write(
        AccountStop stop,
        int pass,
        IReadOnlySet<long> cancelled,
        PassTally tally
    )
    {
        var (skipped, taken) = (0, 0);
        foreach (var status in (string[])["pending", "retrying"])
        {
            _skip.Bind(1, stop.Account).Bind(2, status).Bind(3, stop.Reason);
            var n = 0;
            while (_skip.Step())
            {
                n++;
                if (_skip.Int32(1) <= pass)
                {
                    skipped++;
                    taken += cancelled.Contains(_skip.Int64(0)) ? 1 : 0;
                }
            }

            changes.Add(status, null, -n);
            changes.Add("skipped", null, n);
        }

        return tally with
        {
            Skipped = tally.Skipped + skipped,
            Cancelled = tally.Cancelled - taken,
        };
    }
}
