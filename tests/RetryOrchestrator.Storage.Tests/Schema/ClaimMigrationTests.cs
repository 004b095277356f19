using RetryOrchestrator.Storage.Schema;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Schema;

/// <summary>A state of version 6 whose run was cut off, with claims among the jobs and the history.</summary>
public sealed class ClaimMigrationTests : IDisposable
{
    private readonly FileState _state = new();

    public ClaimMigrationTests()
    {
        using var database = _state.OpenRaw();
        new Migrator([.. Migrator.LoadScripts().Take(6)]).BringUpToDate(
            database,
            refuse: () => { }
        );
        var (at, host) = (Make.Start.UtcTicks, _state.Processes.Current.HostName);
        // The list was edited when the run lay dead: both jobs that were at work have one account now.
        database.Execute(
            $"""
            INSERT INTO owners (id, process_id, start_token, host, started_at, heartbeat_at)
            VALUES (4, 9, 'start-9', '{host}', {at}, {at});
            UPDATE meta SET owner_id = 4;
            INSERT INTO runs (id, state, owner_id, started_at, settings, simulated)
            VALUES (1, 'running', 4, {at}, '[]', 1);
            INSERT INTO passes (run_id, pass, max_passes, started_at, failed_unknown, succeeded)
            VALUES (1, 1, 5, {at}, 1, 1), (1, 2, 5, {at}, 0, 0);
            UPDATE passes SET result = 'retryableremaining' WHERE pass = 1;
            INSERT INTO jobs (key, job_id, ordinal, account, data, status, claimed_from, due_pass,
                category, failure_type, error, all_attempts, counted, counted_in_run, pass, worker,
                claimed_at, completed_at, suspect, deaths)
            VALUES
                (1, 'first', 0, 'x', '{"{\"job_id\":\"first\"}"}', 'claimed', 'pending', 1,
                    NULL, NULL, NULL, 0, 0, 0, 2, 1, {at} + 30, NULL, 0, 0),
                (2, 'again', 1, 'x', '{"{\"job_id\":\"again\"}"}', 'claimed', 'retrying', 2,
                    'unknown', 'odd', 'it failed', 1, 1, 1, 2, 2, {at} + 40, NULL, 1, 1),
                (3, 'suspect', 2, NULL, '{"{\"job_id\":\"suspect\"}"}', 'pending', NULL, 1,
                    NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, 1, 1),
                (4, 'done', 3, NULL, '{"{\"job_id\":\"done\"}"}', 'success', NULL, 0,
                    NULL, NULL, NULL, 1, 1, 1, 1, 3, {at} + 11, {at} + 20, 0, 0);
            INSERT INTO attempts (id, job_key, number, run_id, owner_id, pass, worker, started_at,
                ended_at, outcome, category, failure_type, message, alone)
            VALUES
                (1, 2, 1, 1, 4, 1, 3, {at} + 10, {at} + 15, 'failed', 'unknown', 'odd', 'it failed', 0),
                (2, 4, 1, 1, 4, 1, 3, {at} + 11, {at} + 20, 'success', NULL, NULL, NULL, 0),
                (5, 1, 1, 1, 4, 2, 1, {at} + 30, NULL, NULL, NULL, NULL, NULL, 0),
                (6, 2, 2, 1, 4, 2, 2, {at} + 40, NULL, NULL, NULL, NULL, NULL, 1);
            UPDATE job_counts SET n = 2 WHERE status = 'claimed';
            UPDATE job_counts SET n = 1 WHERE status IN ('pending', 'success');
            """
        );
    }

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_process_of_the_earlier_version_that_was_held_dead_has_lost_the_state()
    {
        using var reader = _state.Store.OpenForReading();
        using var database = _state.OpenRaw();

        Assert.Equal(0, database.ReadNumber("SELECT count(*) FROM meta WHERE owner_id = 4"));
        Assert.Equal(RunState.Interrupted, reader.ReadStatus().State);
    }

    [Fact]
    public void All_is_read_as_it_was()
    {
        using var reader = _state.Store.OpenForReading();

        Assert.Equal(
            [
                ("first", JobStatus.Claimed, 2, 1, 30L, null, false),
                ("again", JobStatus.Claimed, 2, 2, 40L, null, true),
                ("suspect", JobStatus.Pending, null, null, null, null, true),
                ("done", JobStatus.Success, 1, 3, 11L, (long?)20L, false),
            ],
            reader
                .ReadJobs(new JobQuery())
                .Select(job =>
                    (
                        job.JobId,
                        job.Status,
                        job.Pass,
                        job.Worker,
                        Ticks(job.ClaimedAt),
                        Ticks(job.CompletedAt),
                        job.Suspect
                    )
                )
        );
        Assert.Equal(
            [
                ("first", 1, 2, null),
                ("again", 1, 1, AttemptOutcome.Failed),
                ("again", 2, 2, null),
                ("done", 1, 1, (AttemptOutcome?)AttemptOutcome.Success),
            ],
            reader
                .ReadAttempts(new JobQuery())
                .Select(one => (one.JobId, one.Number, one.Pass, one.Outcome))
        );
        var status = reader.ReadStatus();
        Assert.Equal((2, 1, 1), (status.Claimed, status.Pending, status.Succeeded));
        Assert.Equal(
            [(1, "first"), (2, "again")],
            status.Workers.Select(worker => (worker.Id, worker.JobId))
        );
    }

    [Fact]
    public void What_was_in_flight_is_ended_or_taken_back_and_ids_go_on()
    {
        using var store = _state.OpenAcquired(_state.Processes.Start(10));
        Assert.True(store.IsSimulated);

        var run = store.Open(Make.Terms(simulated: true), Make.Start);

        Assert.Equal((1, true, 2), (run.RunId, run.Resumed, run.NextPass));
        Assert.Equal(
            [(5, JobStatus.Pending, 4, 9, false), (6, JobStatus.Retrying, 4, 9, true)],
            run.InFlight.Select(one =>
                (one.AttemptId, one.Job.Status, one.Hold, one.Owner!.Id, one.RanAlone)
            )
        );
        store.EnterPass(2);
        var numbers = store
            .Exchange(
                FileState.NewTurn(Make.Ended(5, 1, AttemptOutcome.Interrupted)) with
                {
                    Withdrawn = [new ClaimWithdrawal(6, 2)],
                }
            )
            .Numbers;
        Assert.Equal(
            new JobTally
            {
                Pending = 1,
                Retrying = 2,
                Succeeded = 1,
            },
            numbers.Jobs
        );
        using var reader = _state.Store.OpenForReading();
        var again = Assert.Single(reader.ReadJobs(new JobQuery { JobIds = ["again"] }));
        Assert.Equal(
            (JobStatus.Retrying, 1, 3, 10L, 15L),
            (
                again.Status,
                again.Pass,
                again.Worker,
                Ticks(again.ClaimedAt),
                Ticks(again.CompletedAt)
            )
        );
        store.LineUp();
        Assert.Equal(
            [(7, 1)],
            store
                .Exchange(FileState.NewTurn() with { Room = [1] })
                .Claims.Select(claim => (claim.AttemptId, claim.Job.Key))
        );
    }

    private static long? Ticks(DateTimeOffset? time) => (time - Make.Start)?.Ticks;
}
