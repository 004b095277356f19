using Microsoft.Data.Sqlite;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// A commit that is held up by another writer, and its host killed meanwhile: between the end of a
/// job and what is stored of it lies all the time that a kill by chance hardly ever hits.
/// </summary>
public sealed class CommitTests
{
    private static readonly TimeSpan TimeToShowIt = TimeSpan.FromSeconds(2);

    [Fact]
    public void An_outcome_is_not_shown_before_it_is_stored()
    {
        var folder = Directory.CreateTempSubdirectory("commit-");
        try
        {
            using var jobs = new GatedJobs(1);
            jobs.WriteList(folder.FullName);
            using var host = new LiveHost(folder.FullName, jobs.Start("-Verbose"));
            Assert.True(
                SpinWait.SpinUntil(() => jobs.Starts.Single() == 1, TimeSpan.FromMinutes(2)),
                $"The job did not start.\n{host}"
            );

            var state = Path.Combine(folder.FullName, "jobs.orchestrator.db");
            using (Lock(state))
            {
                jobs.OpenAll();
                jobs.WaitUntilNothingIsAtWork();
                Assert.False(host.ExitsWithin(TimeToShowIt));
                host.Kill();
            }

            Assert.Equal(1, host.Says("job v1 (attempt 1) started"));
            Assert.Equal(0, host.Says("job v1 (attempt 1) succeeded"));
            Assert.Null(StateSnapshot.Read(state)!.Attempts.Single().EndedAt);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Keeps every other writer waiting until it is disposed.</summary>
    private static SqliteConnection Lock(string state)
    {
        var connection = new SqliteConnection($"Data Source={state};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }
}
