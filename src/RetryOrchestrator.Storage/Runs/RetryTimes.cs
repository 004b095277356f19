using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// What it cost that jobs succeeded only on a retry: the time of their failed attempts. Asked of those
/// jobs alone, so that the others cost nothing.
/// </summary>
internal sealed class RetryTimes(Database database)
{
    private readonly Statement _lost = database.Prepare(
        """
        SELECT coalesce(SUM(ended_at - started_at), 0) FROM attempts
        WHERE job_key = ?1 AND run_id = ?2 AND id <> ?3 AND outcome IN ('failed', 'uncertain')
            AND given_back IS NULL
        """
    );

    /// <summary>The tally with an end in it, if that made a job succeed on a retry.</summary>
    public PassTally Count(PassTally tally, AttemptEnd end, long runId)
    {
        if (!PassTallies.IsOnRetry(end))
        {
            return tally;
        }

        _lost.Bind(1, end.JobKey).Bind(2, runId).Bind(3, end.AttemptId).Step();
        var ticks = _lost.Int64(0);
        _lost.Reset();
        // The clock may have been set back meanwhile.
        return PassTallies.CountRetry(tally, TimeSpan.FromTicks(Math.Max(0, ticks)));
    }
}
