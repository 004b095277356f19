using RetryOrchestrator.Storage.Schema;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Schema;

public sealed class MigrationTests : IDisposable
{
    private const string NextVersion = """
        ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';
        CREATE TABLE colours (name TEXT) STRICT;
        """;

    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_state_of_an_older_schema_is_migrated_and_keeps_everything()
    {
        WriteStateWithOneJob();

        using (var reader = Newer(NextVersion).OpenForReading())
        {
            Assert.Equal("a", Assert.Single(reader.ReadJobs(new JobQuery())).JobId);
        }

        using var database = _state.OpenRaw();
        Assert.Equal(Migrator.Default.Newest + 1, database.ReadNumber("PRAGMA user_version"));
        Assert.Equal(1, database.ReadNumber("SELECT COUNT(*) FROM jobs WHERE colour = 'blue'"));
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_older_state_usable()
    {
        WriteStateWithOneJob();

        Assert.Throws<StateException>(() => Newer(NextVersion + "; nonsense").OpenForReading());

        Assert.Equal(1, _state.ReadStatus().Total);
    }

    [Fact]
    public void An_older_state_is_not_migrated_under_a_live_run()
    {
        using var live = _state.OpenInPass(Make.Row("a"));

        Assert.Throws<LiveRunException>(() => Newer(NextVersion).OpenForReading());

        Assert.Equal(1, FileState.Claim(live, Make.Claim(1, 1)).Numbers.Jobs.Claimed);
    }

    [Fact]
    public void A_state_of_a_newer_schema_is_refused_and_left_as_it_is()
    {
        WriteStateWithOneJob();
        Newer(NextVersion).OpenForMaintenance().Dispose();

        foreach (
            var open in (Action[])
                [
                    () => _state.Store.OpenForRun(),
                    () => _state.Store.OpenForReading(),
                    () => _state.Store.OpenForMaintenance(),
                    () => _state.Store.OpenForPreview(),
                ]
        )
        {
            Assert.Equal("StateNewer", Assert.Throws<StateException>(open).ErrorId);
        }

        Newer(NextVersion).OpenForReading().Dispose();
    }

    [Fact]
    public void A_preview_of_an_older_state_migrates_its_copy_alone()
    {
        WriteStateWithOneJob();

        using (var preview = Newer(NextVersion).OpenForPreview())
        {
            Assert.Equal(1, preview.CountJobs().Total);
        }

        Assert.Equal(1, _state.ReadStatus().Total);
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("False", false)]
    public void Runs_of_version_1_are_known_as_simulations_by_their_settings(
        string simulate,
        bool simulated
    )
    {
        var first = new Migrator([Migrator.LoadScripts()[0]]);
        using (var database = _state.OpenRaw())
        {
            first.BringUpToDate(database, refuse: () => { });
            database.Execute(
                $$"""
                INSERT INTO owners (id, process_id, start_token, host, started_at, heartbeat_at)
                VALUES (1, 1, '', '', 0, 0);
                INSERT INTO runs (state, owner_id, started_at, settings)
                VALUES ('completed', 1, 0, '[{"Name":"Simulate","Value":"{{simulate}}"}]');
                """
            );
        }

        using var store = _state.Store.OpenForRun();

        Assert.Equal(simulated, store.IsSimulated);
    }

    [Fact]
    public void Failures_of_version_2_have_neither_exit_code_nor_signal()
    {
        var second = new Migrator([.. Migrator.LoadScripts().Take(2)]);
        using (var database = _state.OpenRaw())
        {
            second.BringUpToDate(database, refuse: () => { });
            database.Execute(
                """
                INSERT INTO jobs (key, job_id, ordinal, data, status, category, error)
                VALUES (1, 'a', 0, '{"job_id":"a"}', 'failed', 'unknown', 'exit code 3');
                INSERT INTO attempts
                    (id, job_key, number, run_id, owner_id, pass, worker, started_at, ended_at, outcome, message)
                VALUES (1, 1, 1, 1, 1, 1, 1, 0, 0, 'failed', 'exit code 3');
                """
            );
        }

        using var reader = _state.Store.OpenForReading();
        var job = Assert.Single(reader.ReadJobs(new JobQuery()));
        var attempt = Assert.Single(reader.ReadAttempts(new JobQuery()));

        Assert.Equal(("exit code 3", null, null), (job.LastError, job.ExitCode, job.Signal));
        Assert.Equal(
            ("exit code 3", null, null),
            (attempt.Message, attempt.ExitCode, attempt.Signal)
        );
    }

    [Fact]
    public void Of_jobs_of_version_5_nothing_is_held_against_any_and_nothing_was_given_back()
    {
        var fifth = new Migrator([.. Migrator.LoadScripts().Take(5)]);
        using (var database = _state.OpenRaw())
        {
            fifth.BringUpToDate(database, refuse: () => { });
            database.Execute(
                """
                INSERT INTO owners (id, process_id, start_token, host, started_at, heartbeat_at)
                VALUES (1, 1, '', '', 0, 0);
                INSERT INTO runs (id, state, owner_id, started_at, settings)
                VALUES (1, 'completed', 1, 0, '[]');
                INSERT INTO passes (run_id, pass, max_passes, started_at) VALUES (1, 1, 5, 0);
                INSERT INTO jobs (key, job_id, ordinal, data, status, category, failure_type, error)
                VALUES (1, 'a', 0, '{"job_id":"a"}', 'failed', 'infrastructure', 'killed', 'killed');
                INSERT INTO attempts
                    (id, job_key, number, run_id, owner_id, pass, worker, started_at, ended_at, outcome, message)
                VALUES (1, 1, 1, 1, 1, 1, 1, 0, 0, 'failed', 'killed');
                """
            );
        }

        using var reader = _state.Store.OpenForReading();
        var job = Assert.Single(reader.ReadJobs(new JobQuery()));
        var attempt = Assert.Single(reader.ReadAttempts(new JobQuery()));
        var status = reader.ReadStatus();

        Assert.Equal(("killed", false, 0), (job.LastError, job.Suspect, job.Deaths));
        Assert.Equal(("killed", null), (attempt.Message, attempt.GivenBack));
        Assert.Equal((0, TimeSpan.Zero), (status.Guards.Count, status.Held));
    }

    private SqliteStateStore Newer(string script) =>
        new(
            _state.Path,
            _state.Processes,
            _state.Clock,
            null,
            new Migrator([.. Migrator.LoadScripts(), script])
        );

    private void WriteStateWithOneJob()
    {
        using var store = _state.OpenAcquired();
        FileState.TakeIn(store, Make.Row("a"));
    }
}
