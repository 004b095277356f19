using Microsoft.Data.Sqlite;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>
/// Looks into a state from outside, past the product: for the moment of a claim, which no cmdlet
/// gives without reading all attempts.
/// </summary>
internal sealed class StateFile(string path)
{
    public static StateFile Beside(string jobsPath) =>
        new(Path.ChangeExtension(jobsPath, ".orchestrator.db"));

    /// <summary>When the first claim after an attempt was made, or null while there is none.</summary>
    public DateTime? FirstClaimAfter(long attempt) =>
        Read(
            $"""
            SELECT started_at FROM (
                SELECT id, started_at FROM attempts
                UNION ALL SELECT attempt_id, started_at FROM claims
            )
            WHERE id > {attempt} ORDER BY id LIMIT 1
            """
        )
            is { } ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null;

    /// <summary>The last attempt; 0 while there is none.</summary>
    public long LastAttempt =>
        Read(
            """
            SELECT max(
                (SELECT coalesce(MAX(id), 0) FROM attempts),
                (SELECT coalesce(MAX(attempt_id), 0) FROM claims)
            )
            """
        ) ?? 0;

    private long? Read(string sql)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var connection = new SqliteConnection(
            $"Data Source={path};Mode=ReadOnly;Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            return command.ExecuteScalar() as long?;
        }
        catch (SqliteException)
        {
            return null; // the tables are being made
        }
    }
}
