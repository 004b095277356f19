using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Writes what attempts left at work: seldom anything.</summary>
internal sealed class LeftoverWriter(Database database)
{
    private readonly Statement _countAttempt = database.Prepare(
        "UPDATE attempts SET leftovers = ?2 WHERE id = ?1 AND ended_at IS NOT NULL"
    );

    private readonly Statement _countPass = database.Prepare(
        """
        UPDATE passes SET leftovers_ended = ?3, left_at_work = ?4 WHERE run_id = ?1 AND pass = ?2
        """
    );

    /// <summary>Writes it, within the caller's transaction.</summary>
    /// <returns>The tally with it.</returns>
    public PassTally Write(
        IReadOnlyList<AttemptLeftovers> leftovers,
        long runId,
        int pass,
        PassTally tally
    )
    {
        if (leftovers.Count == 0)
        {
            return tally;
        }

        foreach (var left in leftovers)
        {
            _countAttempt.Bind(1, left.AttemptId).Bind(2, left.Count).Execute();
            tally = left.AreEnded
                ? tally with
                {
                    LeftoversEnded = tally.LeftoversEnded + left.Count,
                }
                : tally with
                {
                    LeftAtWork = tally.LeftAtWork + left.Count,
                };
        }

        _countPass
            .Bind(1, runId)
            .Bind(2, pass)
            .Bind(3, tally.LeftoversEnded)
            .Bind(4, tally.LeftAtWork)
            .Execute();
        return tally;
    }
}
