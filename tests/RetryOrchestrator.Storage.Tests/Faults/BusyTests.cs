using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>Another program holds the state's write lock: a backup, a database browser.</summary>
public sealed class BusyTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_state_that_stays_locked_is_busy()
    {
        using var store = _state.OpenAcquired(with: _state.Impatient);
        FileState.TakeIn(store, Make.Row("a"));
        store.Open(Make.Terms(), Make.Start);
        using var other = _state.OpenRaw();
        using var hold = other.BeginWrite();

        var fault = Assert.Throws<StateException>(() => store.EnterPass(1));

        Assert.Equal("StateBusy", fault.ErrorId);
        Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
        hold.Dispose();
        Assert.Equal(1, store.EnterPass(1).Numbers.Jobs.Pending);
    }

    [Fact]
    public async Task A_state_that_is_locked_for_less_than_the_time_limit_is_waited_for()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        store.LineUp();
        using var other = _state.OpenRaw();
        using var hold = other.BeginWrite();

        var turn = Task.Factory.StartNew(
            () => store.Exchange(FileState.NewTurn() with { Room = [1] }),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await Assert.ThrowsAsync<TimeoutException>(() =>
            turn.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken)
        );
        hold.Dispose();

        Assert.Equal(1, (await turn).Numbers.Jobs.Claimed);
    }

    [Fact]
    public void A_request_that_was_refused_as_busy_comes_to_the_same_when_it_is_asked_again()
    {
        using var store = _state.OpenAcquired(with: _state.Impatient);
        FileState.TakeIn(store, [.. "abcdef".Select(id => Make.Row($"{id}", $"{id % 5}"))]);
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        store.LineUp();
        // The last has the account of the first.
        var first = store.Exchange(FileState.NewTurn() with { Room = [1, 1, 1] }).Claims;
        FileState.End(store, Make.Failed(2, 2, FailureCategory.Infrastructure, JobStatus.Retrying));
        var request = FileState.NewTurn(Make.Success(1, 1)) with
        {
            Returned =
            [
                new(2, 2, JobStatus.Pending, 1, new JobCounters(1, 0, 0, 0), "why", first[1].Place),
            ],
            Withdrawn = [new ClaimWithdrawal(3, 3)],
            Room = [1, 2],
        };
        using (var other = _state.OpenRaw())
        using (other.BeginWrite())
        {
            for (var tries = 1; tries <= 3; tries++)
            {
                var fault = Assert.Throws<StateException>(() => store.Exchange(request));
                Assert.Equal("StateBusy", fault.ErrorId);
                Assert.Equal(
                    new JobTally
                    {
                        Pending = 3,
                        Claimed = 2,
                        Retrying = 1,
                    },
                    store.CountJobs()
                );
            }
        }

        var turn = store.Exchange(request);

        Assert.Equal(
            [(4, 3, 1), (5, 4, 2)],
            turn.Claims.Select(claim => (claim.AttemptId, claim.Job.Key, claim.Worker))
        );
        Assert.Equal(
            new JobTally
            {
                Pending = 3,
                Claimed = 2,
                Succeeded = 1,
            },
            turn.Numbers.Jobs
        );
        Assert.Equal(3, turn.Left);
        var rest = store.Exchange(FileState.NewTurn() with { Room = [1, 1, 1, 1] });
        Assert.Equal([5, 6, 2], rest.Claims.Select(claim => claim.Job.Key));
        Assert.Equal(0, rest.Left);
        Assert.Empty(store.Exchange(FileState.NewTurn() with { Room = [1] }).Claims);
        Assert.Equal(new JobTally { Claimed = 5, Succeeded = 1 }, store.CountJobs());
    }

    [Fact]
    public void Readers_read_while_another_program_holds_the_lock()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        using var other = _state.OpenRaw();
        using var hold = other.BeginWrite();

        using var reader = _state.Impatient.OpenForReading();

        Assert.Equal(1, reader.ReadStatus().Pending);
    }
}
