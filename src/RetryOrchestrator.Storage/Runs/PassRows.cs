using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>A pass that has ended, as a row and as a summary: both directions side by side.</summary>
internal static class PassRows
{
    /// <summary>Binds a summary to parameters 1 to 27, in the order of the columns below.</summary>
    public static Statement Bind(Statement statement, RetryPassSummary summary) =>
        statement
            .Bind(1, summary.RunId)
            .Bind(2, summary.Pass)
            .Bind(3, summary.MaxPasses)
            .Bind(4, summary.StartedAt.UtcTicks)
            .Bind(5, summary.EndedAt.UtcTicks)
            .Bind(6, summary.Duration.Ticks)
            .Bind(7, summary.Succeeded)
            .Bind(8, summary.FailedAccount)
            .Bind(9, summary.FailedInfrastructure)
            .Bind(10, summary.FailedUnknown)
            .Bind(11, summary.FailedInput)
            .Bind(12, summary.Skipped)
            .Bind(13, summary.Cancelled)
            .Bind(14, Words.Of(summary.Result))
            .Bind(15, summary.Processed)
            .Bind(16, summary.WillRetry)
            .Bind(17, summary.NextAction)
            .Bind(18, summary.RunSucceeded)
            .Bind(19, summary.RunTotal)
            .Bind(20, summary.Uncertain)
            .Bind(21, summary.SucceededOnRetry)
            .Bind(22, summary.RetryTime.Ticks)
            .Bind(23, summary.RunUncertain)
            .Bind(24, summary.RunSucceededOnRetry)
            .Bind(25, summary.RunRetryTime.Ticks)
            .Bind(26, summary.GivenBack)
            .Bind(27, summary.Guards);

    /// <summary>Passes that have ended, in order.</summary>
    public static List<RetryPassSummary> Read(Database database, PassQuery query)
    {
        using var statement = database.Prepare(
            """
            SELECT run_id, pass, max_passes, started_at, ended_at, duration, succeeded,
                failed_account, failed_infrastructure, failed_unknown, failed_input, skipped,
                cancelled, result, processed, will_retry, next_action, run_succeeded, run_total,
                leftovers_ended, left_at_work, uncertain, succeeded_on_retry, retry_time,
                coalesce(run_uncertain, 0), coalesce(run_succeeded_on_retry, 0),
                coalesce(run_retry_time, 0), given_back, guards, deferred
            FROM passes
            WHERE result IS NOT NULL
                AND (?1 OR run_id = coalesce(?2, (SELECT MAX(run_id) FROM passes)))
            ORDER BY run_id, pass
            """
        );
        statement.Bind(1, query.AllRuns && query.RunId is null ? 1 : 0).Bind(2, query.RunId);
        var summaries = new List<RetryPassSummary>();
        while (statement.Step())
        {
            if (query.Passes.Count == 0 || query.Passes.Contains(statement.Int32(1)))
            {
                summaries.Add(Read(statement));
            }
        }

        return summaries;
    }

    private static RetryPassSummary Read(Statement row) =>
        new()
        {
            RunId = row.Int64(0),
            Pass = row.Int32(1),
            MaxPasses = row.Int32(2),
            StartedAt = row.Time(3),
            EndedAt = row.Time(4),
            Duration = TimeSpan.FromTicks(row.Int64(5)),
            Succeeded = row.Int32(6),
            FailedAccount = row.Int32(7),
            FailedInfrastructure = row.Int32(8),
            FailedUnknown = row.Int32(9),
            FailedInput = row.Int32(10),
            Skipped = row.Int32(11),
            Cancelled = row.Int32(12),
            Result = row.Read(13, Words.Result),
            Processed = row.Int32(14),
            SuccessRate = SuccessRate.Of(row.Int32(6), row.Int32(14)),
            WillRetry = row.Int32(15),
            NextAction = row.Text(16),
            RunSucceeded = row.Int32(17),
            RunTotal = row.Int32(18),
            LeftoversEnded = row.Int32(19),
            LeftAtWork = row.Int32(20),
            Uncertain = row.Int32(21),
            SucceededOnRetry = row.Int32(22),
            RetryTime = TimeSpan.FromTicks(row.Int64(23)),
            RunUncertain = row.Int32(24),
            RunSucceededOnRetry = row.Int32(25),
            RunRetryTime = TimeSpan.FromTicks(row.Int64(26)),
            GivenBack = row.Int32(27),
            Guards = row.TextOrNull(28),
            Deferred = row.Int32(29),
        };
}
