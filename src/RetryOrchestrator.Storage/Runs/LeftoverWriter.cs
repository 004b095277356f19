using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>Writes what attempts left at work: seldom anything.</summary>
internal sealed class LeftoverWriter(Database database)
{
    private readonly Statement _countAttempt = database.Prepare(
        "UPDATE attempts SET leftovers = ?2 WHERE id = ?1"
    );

    /// <summary>Writes it, within the caller's transaction.</summary>
    /// <returns>The tally with it.</returns>
    public PassTally Write(IReadOnlyList<AttemptLeftovers> leftovers, PassTally tally)
    {
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

        return tally;
    }
}
