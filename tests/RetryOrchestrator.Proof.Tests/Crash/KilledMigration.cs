using System.Diagnostics;
using Microsoft.Data.Sqlite;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// The migration of a cut-off run's state to a newer schema, by a process that is killed in it.
/// </summary>
internal sealed class KilledMigration(CrashFolder folder, Random chance)
{
    // Halfway through it no job, no claim and no attempt is where it was; and it takes its time.
    private const string Script = """
        CREATE TABLE jobs_meanwhile AS SELECT * FROM jobs;
        CREATE TABLE attempts_meanwhile AS SELECT * FROM attempts;
        CREATE TABLE claims_meanwhile AS SELECT * FROM claims;
        DELETE FROM claims;
        DELETE FROM attempts;
        DELETE FROM jobs;
        CREATE TABLE ballast AS
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            SELECT i, hex(randomblob(30)) AS x FROM n;
        INSERT INTO jobs SELECT * FROM jobs_meanwhile;
        INSERT INTO attempts SELECT * FROM attempts_meanwhile;
        INSERT INTO claims SELECT * FROM claims_meanwhile;
        DROP TABLE jobs_meanwhile;
        DROP TABLE attempts_meanwhile;
        DROP TABLE claims_meanwhile;
        DROP TABLE ballast;
        """;

    private const string Version = "PRAGMA user_version";
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);
    private long _olderVersion;

    /// <summary>Kills that many migrations, and looks each time that the state is as it was.</summary>
    /// <returns>How many were killed before they were through.</returns>
    public int Kill(int times)
    {
        if (folder.ReadState() is not { } before)
        {
            return 0; // killed before there was a state
        }

        _olderVersion = Ask(folder.CopyState(), Version);
        File.WriteAllText(folder.At("newer.sql"), Script);
        var (took, whole) = Migrate(Ample);
        Assert.True(whole, "The migration took too long.");
        SameAs(before);
        var cutOff = 0;
        for (var i = 0; i < times; i++)
        {
            var (_, migrated) = Migrate(took * (1.2 * chance.NextDouble()));
            SameAs(before);
            cutOff += migrated ? 0 : 1;
        }

        return cutOff;
    }

    private (TimeSpan Took, bool Migrated) Migrate(TimeSpan limit)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.NewerSchema"),
                [folder.Paths.State, folder.At("newer.sql")]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("opening", process.StandardOutput.ReadLine());
        var watch = Stopwatch.StartNew();
        var killed = !process.WaitForExit(limit);
        if (killed)
        {
            process.Kill();
            process.WaitForExit();
        }

        var took = watch.Elapsed;
        var migrated = process.StandardOutput.ReadLine() == "migrated";
        Assert.True(migrated || killed, "The migration failed by itself.");
        return (took, migrated);
    }

    /// <summary>The whole of the newer schema or the whole of the older one, and nothing lost.</summary>
    private void SameAs(StateSnapshot before)
    {
        if (Ask(folder.CopyState(), Version) > _olderVersion)
        {
            // Both schemas hold the same: named the older one again, the product takes it up.
            Ask(folder.Paths.State, $"{Version} = {_olderVersion}");
        }

        Assert.Equal(
            0,
            Ask(
                folder.CopyState(),
                "SELECT COUNT(*) FROM sqlite_schema WHERE name GLOB '*meanwhile'"
            )
        );
        var after = folder.ReadState()!;
        Assert.Equal(before.Jobs, after.Jobs);
        Assert.Equal(before.Attempts, after.Attempts);
    }

    private static long Ask(string state, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={state};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
