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
        store.OpenRun(Make.RunStart());
        using var other = _state.OpenRaw();
        using var hold = other.BeginWrite();

        var fault = Assert.Throws<StateException>(() => store.BeginPass(1, 5, Make.Start));

        Assert.Equal("StateBusy", fault.ErrorId);
        Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
        hold.Dispose();
        Assert.Equal(1, store.BeginPass(1, 5, Make.Start).Numbers.Jobs.Pending);
    }

    [Fact]
    public async Task A_state_that_is_locked_for_less_than_the_time_limit_is_waited_for()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        using var other = _state.OpenRaw();
        using var hold = other.BeginWrite();

        var commit = Task.Factory.StartNew(
            () => store.Commit(FileState.Commit(Make.Claim(1, 1))),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await Assert.ThrowsAsync<TimeoutException>(() =>
            commit.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken)
        );
        hold.Dispose();

        Assert.Equal(1, (await commit).Jobs.Claimed);
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
