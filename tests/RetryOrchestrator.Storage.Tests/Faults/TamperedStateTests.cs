using RetryOrchestrator.Storage.Mirror;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>
/// A state that somebody changed by hand. Whatever reads it either gives sense or says in one message
/// of its own which state is damaged and what to do.
/// </summary>
public sealed class TamperedStateTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    public static TheoryData<string> Changes =>
        [
            "UPDATE jobs SET status = 'bogus'",
            "UPDATE jobs SET status = ''",
            "UPDATE jobs SET counted = 9223372036854775807",
            "UPDATE jobs SET counted_in_run = -1",
            "UPDATE jobs SET all_attempts = -9223372036854775808",
            "UPDATE jobs SET claimed_at = -1",
            "UPDATE jobs SET completed_at = 9223372036854775807",
            "UPDATE jobs SET pass = 99999999999, worker = -99999999999",
            "UPDATE jobs SET data = '{'",
            "UPDATE jobs SET data = '[1, 2]'",
            "UPDATE jobs SET data = '{\"job_id\": 1}'",
            "UPDATE jobs SET data = '{\"a\": \"x\", \"A\": \"y\"}'",
            "UPDATE jobs SET data = ''",
            "UPDATE jobs SET data = '{\"not in the list\": \"x\"}'",
            "UPDATE jobs SET category = 'bogus', failure_type = char(0)",
            "UPDATE attempts SET outcome = 'bogus', category = 'bogus'",
            "UPDATE attempts SET started_at = 9223372036854775807",
            "UPDATE attempts SET number = 99999999999, pass = -99999999999",
            "UPDATE job_counts SET n = -5",
            "UPDATE job_counts SET n = 99999999999",
            "UPDATE job_counts SET status = 'bogus' WHERE status = 'pending'",
            "DELETE FROM job_counts",
            "DELETE FROM meta",
            "UPDATE meta SET columns = '{'",
            "UPDATE meta SET updated_at = -7",
            "UPDATE meta SET columns = '[]'",
            "UPDATE meta SET columns = '{\"job_id\": 1}'",
            "UPDATE meta SET owner_id = 99",
            "DELETE FROM owners",
            "DELETE FROM runs",
            "DELETE FROM passes",
            "DELETE FROM jobs",
            "UPDATE attempts SET job_key = 77",
            "UPDATE attempts SET run_id = 77, owner_id = 77",
            "DELETE FROM claims",
            "UPDATE claims SET job_key = 77",
            "UPDATE claims SET job_key = 1",
            "UPDATE claims SET attempt_id = 1",
            "UPDATE claims SET run_id = 77, owner_id = 77, holder_id = 77",
            "UPDATE claims SET started_at = -1",
            "UPDATE claims SET started_at = 9223372036854775807",
            "UPDATE claims SET number = 99999999999",
            "UPDATE claims SET pass = -99999999999, worker = 99999999999",
            "UPDATE claims SET account = 'nobody'",
            "UPDATE jobs SET status = 'claimed'",
            "UPDATE meta SET last_withdrawn = -5",
            "UPDATE owners SET process_id = 99999999999",
            "UPDATE owners SET heartbeat_at = -1, started_at = 9223372036854775807",
            "UPDATE runs SET settings = 'no json'",
            "UPDATE runs SET settings = '[{\"Source\": \"nowhere\"}]'",
            "UPDATE runs SET settings = 'null'",
            "UPDATE runs SET started_at = -1",
            "UPDATE runs SET next_pass_at = 9223372036854775807, state = 'waiting'",
            "UPDATE passes SET succeeded = -3, skipped = 99999999999",
            "UPDATE passes SET pass = -9",
            "UPDATE passes SET pass = 99999999999",
            "UPDATE passes SET result = 'bogus', ended_at = 1, processed = 1, will_retry = 1, run_total = 1",
            "UPDATE passes SET started_at = 9223372036854775807, duration = -9223372036854775808",
        ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_was_changed_is_read_with_sense_or_refused_with_one_message(string change)
    {
        var process = _state.Processes.Start(3);
        using (var store = _state.OpenInPass(process, Make.Row("a"), Make.Row("b")))
        {
            FileState.Claim(store, Make.Claim(1, 1));
            FileState.End(store, Make.Success(1, 1));
            FileState.Claim(store, Make.Claim(2, 2));
        }

        using (var raw = _state.OpenRaw())
        {
            // By hand nothing keeps a change from what the schema's references forbid.
            raw.Execute("PRAGMA foreign_keys = OFF");
            raw.Execute(change);
        }

        foreach (
            var use in (Action[])
                [
                    () => Read(reader => reader.ReadStatus()),
                    () => Read(reader => reader.ReadPasses(new PassQuery { AllRuns = true })),
                    () => Read(reader => reader.ReadJobs(new JobQuery()).ToList()),
                    () => Read(reader => reader.ReadAttempts(new JobQuery()).ToList()),
                    () => new ProgressMirror(_state.Path, _state.Path + ".csv", 5).Write(null),
                    Maintain,
                    Run,
                ]
        )
        {
            var fault = Record.Exception(use);
            Assert.True(
                fault is null
                    || (
                        fault is StateException { ErrorId: "StateUnreadable" }
                        && fault.Message.Contains(_state.Path, StringComparison.Ordinal)
                    ),
                $"{change}: {fault}"
            );
        }
    }

    [Theory]
    [InlineData("UPDATE jobs SET status = 'bogus'", "status holds 'bogus'")]
    [InlineData("UPDATE jobs SET completed_at = -1", "completed_at holds a number that is no time")]
    [InlineData("UPDATE claims SET started_at = -1", "claimed_at holds a number that is no time")]
    public void What_was_changed_is_named_as_it_is_called(string change, string named)
    {
        using (var store = _state.OpenInPass(Make.Row("a"), Make.Row("b")))
        {
            FileState.Claim(store, Make.Claim(1, 1));
        }

        using (var raw = _state.OpenRaw())
        {
            raw.Execute(change);
        }

        var fault = Assert.Throws<StateException>(() =>
            Read(reader => reader.ReadJobs(new JobQuery()).ToList())
        );

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private void Read<T>(Func<IStateReader, T> read)
    {
        using var reader = _state.Store.OpenForReading();
        _ = read(reader);
    }

    private void Maintain()
    {
        using var maintenance = _state.Store.OpenForMaintenance();
        maintenance.Reset(new JobQuery { JobIds = ["nobody"] }, force: true, Make.Start);
    }

    private void Run()
    {
        using var store = _state.OpenAcquired(_state.Processes.Start(4));
        var run = store.Open(Make.Terms(), Make.Start);
        _ = store.CountJobs();
        Assert.True(run.NextPass >= 1);
        if (store.Enter(Make.Start) is PassTurn.Work)
        {
            var due = store.LineUp();
            _ = store.Exchange(FileState.NewTurn() with { Room = Turns.RoomFor(due.Total) });
        }
    }
}
