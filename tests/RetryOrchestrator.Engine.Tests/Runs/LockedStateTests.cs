using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Storage.Marks;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Another program has the state locked while a run is live.</summary>
public sealed class LockedStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ro-locked-").FullName;
    private readonly RunHarness _run = new();
    private readonly KeptOutcomesFile _kept;

    public LockedStateTests()
    {
        _kept = new KeptOutcomesFile(Path.Combine(_folder, "state.db"));
        _run.KeptOutcomes = _kept;
    }

    public void Dispose()
    {
        _run.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Warnings() =>
        [.. _run.Events.All.OfType<WarningRaised>().Select(warning => warning.Message)];

    [Theory]
    [InlineData("claim")]
    [InlineData("end")]
    [InlineData("pass")]
    public async Task A_lock_that_goes_is_waited_for_and_nothing_is_lost_or_done_twice(string what)
    {
        var tries = 0;
        Lock(written =>
            written switch
            {
                TurnRequest { Room.Count: > 0, Ended.Count: 0 } => what == "claim",
                TurnRequest { Ended.Count: > 0 } => what == "end",
                nameof(IRunSession.TryClose) => what == "pass",
                _ => false,
            }
            && ++tries <= 200
        );
        var ran = new List<string>();

        var end = await _run.StartAsync(ListSource.Of("a", "b", "c"), Note(ran));

        Assert.True(end.AllSucceeded);
        Assert.Equal(["a", "b", "c"], ran);
        Assert.True(tries > 200);
        Assert.Collection(
            Warnings(),
            text => Assert.Contains("locked by another program", text, StringComparison.Ordinal),
            text => Assert.Contains("free again", text, StringComparison.Ordinal)
        );
        Assert.False(File.Exists(_kept.Place));
    }

    [Fact]
    public async Task A_lock_that_never_goes_ends_the_run_and_what_was_done_is_recorded_by_the_next()
    {
        Lock(written => written is TurnRequest { Ended.Count: > 0 });
        var ran = new List<string>();

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(ListSource.Of("a", "b"), Note(ran))
        );

        Assert.Equal("StateBusy", fault.ErrorId);
        Assert.Contains("ended early, after 600 s", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_kept.Place, fault.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], ran);

        _run.WrapStore = store => store;
        var end = await _run.StartAsync(ListSource.Of("a", "b"), Note(ran));

        Assert.True(end.AllSucceeded);
        Assert.Equal(["a", "b"], ran);
        Assert.Equal(
            [AttemptOutcome.Success, AttemptOutcome.Success],
            _run.Attempts().Select(attempt => attempt.Outcome!.Value)
        );
        Assert.False(File.Exists(_kept.Place));
    }

    [Fact]
    public async Task A_run_that_is_killed_while_the_state_is_locked_has_lost_nothing()
    {
        var tries = 0;
        Lock(written =>
            written is not TurnRequest { Ended.Count: > 0 } || ++tries <= 5
                ? tries > 0
                : throw new CrashException()
        );
        var ran = new List<string>();
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(ListSource.Of("a", "b"), Note(ran))
        );
        Assert.Equal(["a"], ran);
        Assert.True(File.Exists(_kept.Place));

        _run.WrapStore = store => store;
        var end = await _run.StartAsync(ListSource.Of("a", "b"), Note(ran));

        Assert.True(end.AllSucceeded);
        Assert.Equal(["a", "b"], ran);
        Assert.All(
            _run.Attempts(),
            attempt => Assert.Equal(AttemptOutcome.Success, attempt.Outcome)
        );
        Assert.False(File.Exists(_kept.Place));
    }

    [Fact]
    public void Each_outcome_is_kept_as_it_comes_and_goes_when_it_is_recorded()
    {
        List<WorkerReport> reports = [Report(1)];
        var unrecorded = new UnrecordedOutcomes(_kept, "mine");
        unrecorded.Follow(() => reports);

        Assert.True(unrecorded.TryKeep());
        Assert.Equal([1L], Kept());

        reports.Add(Report(2) with { Began = false });
        reports.Add(Report(3));
        Assert.True(unrecorded.TryKeep());
        Assert.Equal([1L, 3L], Kept());

        reports = [Report(3)];
        unrecorded.OnRecorded();
        Assert.Equal([3L], Kept());

        reports = [];
        unrecorded.OnRecorded();
        Assert.False(File.Exists(_kept.Place));

        static WorkerReport Report(long attempt) =>
            new(1, attempt, new AttemptVerdict(AttemptOutcome.Success), TimeSpan.Zero);

        IEnumerable<long> Kept() => _kept.Read("mine").Select(outcome => outcome.AttemptId);
    }

    [Fact]
    public async Task A_failure_that_was_kept_decides_as_it_would_have()
    {
        Lock(written => written is TurnRequest { Ended.Count: > 0 });
        var jobs = ListSource.Of("a@ben", "b@ben");
        var banned = new AttemptResult.Failed(
            new FailureEvidence { Message = "banned", DeclaredCategory = FailureCategory.Account }
        );
        await Assert.ThrowsAsync<StateException>(() => _run.StartAsync(jobs, _ => banned));

        _run.WrapStore = store => store;
        await _run.StartAsync(jobs, _ => throw new InvalidOperationException("b is skipped"));

        Assert.Equal([JobStatus.Failed, JobStatus.Skipped], _run.Jobs().Select(job => job.Status));
    }

    [Fact]
    public async Task What_was_cancelled_and_kept_costs_its_job_nothing()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        Lock(written => written is TurnRequest { Ended.Count: > 0 });
        await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(
                ListSource.Of("a"),
                _ =>
                {
                    stop.Cancel();
                    return AttemptResult.Stopped;
                }
            )
        );
        Assert.Contains("Cancelled", File.ReadAllText(_kept.Place));

        _run.WrapStore = store => store;
        _run.Stop = CancellationToken.None;
        var end = await _run.StartAsync(ListSource.Of("a"), _ => AttemptResult.Success);

        Assert.True(end.AllSucceeded);
        Assert.Equal(1, Assert.Single(_run.Jobs()).Attempts);
        Assert.False(File.Exists(_kept.Place));
    }

    [Fact]
    public async Task The_operators_stop_does_not_wait_for_the_lock_for_long()
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        Lock(written => written is TurnRequest { Ended.Count: > 0 });
        var began = _run.Time.GetTimestamp();
        _run.OnEvent = happened =>
        {
            if (happened is WarningRaised)
            {
                stop.Cancel();
            }
        };

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(ListSource.Of("a", "b"), _ => AttemptResult.Success)
        );

        Assert.Equal("StateBusy", fault.ErrorId);
        Assert.InRange(
            _run.Time.GetElapsedTime(began),
            PatientStore.PatienceWhenStopped,
            PatientStore.PatienceWhenStopped + TimeSpan.FromSeconds(5)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"State\":\"other\",\"Outcomes\":[{\"AttemptId\":1,\"Outcome\":\"Success\"}]}")]
    [InlineData("{\"State\":null,\"Outcomes\":null}")]
    [InlineData(
        "{\"State\":\"mine\",\"Outcomes\":[null,{\"AttemptId\":1,\"Outcome\":99},{\"AttemptId\":2,\"Outcome\":\"Failed\"}]}"
    )]
    public void What_is_no_sound_file_of_this_state_says_nothing(string content)
    {
        File.WriteAllText(_kept.Place, content);

        Assert.Empty(_kept.Read("mine"));
    }

    private void Lock(Func<object, bool> isLocked) =>
        _run.WrapStore = store => new LockedStore(store) { IsLocked = isLocked };

    private static Func<Attempt, AttemptResult> Note(List<string> ran) =>
        attempt =>
        {
            ran.Add(attempt.Job.Id);
            return AttemptResult.Success;
        };
}
