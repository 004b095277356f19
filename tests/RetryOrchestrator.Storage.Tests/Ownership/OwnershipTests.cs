using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Ownership;

public sealed class OwnershipTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_second_run_is_refused_and_told_who_holds_the_state()
    {
        using var first = _state.OpenAcquired(_state.Processes.Start(4242));

        using var second = _state.Store.OpenForRun();
        var fault = Assert.Throws<LiveRunException>(() =>
            second.Join(new Member(_state.Processes.Start(2), Make.Start))
        );

        Assert.Equal("LiveRun", fault.ErrorId);
        Assert.Equal((4242, Make.Start), (fault.Owner.Process.Id, fault.Owner.JoinedAt));
        Assert.Contains("4242 on here", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_may_acquire_again_what_it_holds()
    {
        using var store = _state.OpenAcquired();

        store.Join(new Member(_state.Processes.Current, Make.Start));

        Assert.False(store.Beat(Make.Start).StopIsRequested);
    }

    [Fact]
    public void Closing_lets_the_next_run_in()
    {
        using (var first = _state.OpenAcquired())
        {
            FileState.TakeIn(first, Make.Row("a"));
        }

        using var second = _state.OpenAcquired(_state.Processes.Start(2));

        Assert.Equal(1, second.CountJobs().Total);
    }

    [Fact]
    public void A_dead_holder_is_replaced_and_cannot_write_any_more()
    {
        var process = _state.Processes.Start(1);
        using var first = _state.OpenAcquired(process);
        FileState.TakeIn(first, Make.Row("a"));
        first.Open(Make.Terms(), Make.Start);
        first.EnterPass(1);
        _state.Processes.Kill(process);
        _state.LoseLock();

        using var second = _state.OpenAcquired(_state.Processes.Start(2));

        foreach (
            var write in (Action[])
                [
                    () => FileState.Claim(first, Make.Claim(1, 1)),
                    () => first.ClosePass(Make.Summary(1, 1, PassResult.AllComplete)),
                    () => first.Open(Make.Terms(), Make.Start),
                    () => first.Beat(Make.Start),
                    () => FileState.TakeIn(first, Make.Row("b")),
                ]
        )
        {
            Assert.Equal("StateLost", Assert.Throws<StateException>(write).ErrorId);
        }

        first.Dispose();
        Assert.Equal(1, second.Open(Make.Terms(), Make.Start).NextPass);
        Assert.False(second.Beat(Make.Start).StopIsRequested);
    }

    [Fact]
    public async Task Of_many_that_reach_for_a_state_at_once_one_gets_it()
    {
        using var gate = new Barrier(8);
        var attempts = Enumerable
            .Range(1, 8)
            .Select(id =>
                Task.Factory.StartNew(
                    () => Reach(_state.Processes.Start(id), gate),
                    TestContext.Current.CancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
            .ToList();

        var stores = await Task.WhenAll(attempts);

        var winner = Assert.Single(stores, store => store is not null);
        Assert.False(winner!.Beat(Make.Start).StopIsRequested);
        winner.Dispose();
    }

    [Fact]
    public async Task A_holder_on_another_machine_is_live_as_long_as_its_heart_beats()
    {
        using var far = _state.OpenAcquired(FakeProcesses.Elsewhere);
        _state.LoseLock();
        using var near = _state.Store.OpenForRun();
        var acquiring = Acquire(near);

        // The far one beats in the watch; the rest of it need not be waited for.
        far.Beat(Make.Start);
        while (!acquiring.IsCompleted)
        {
            _state.Clock.Advance(TimeSpan.FromMilliseconds(100));
            far.Beat(Make.Start);
        }

        await Assert.ThrowsAsync<LiveRunException>(() => acquiring);
    }

    [Fact]
    public async Task A_holder_on_another_machine_whose_heart_stands_still_is_replaced()
    {
        using var far = _state.OpenAcquired(FakeProcesses.Elsewhere);
        _state.LoseLock();
        FileState.TakeIn(far, Make.Row("a"));
        var said = new List<string>();
        var watchful = _state.With(new StateStoreOptions { Watching = said.Add });
        using var near = watchful.OpenForRun();
        var started = _state.Clock.GetUtcNow();
        var acquiring = Acquire(near);

        while (!acquiring.IsCompleted)
        {
            _state.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await acquiring;
        Assert.True(_state.Clock.GetUtcNow() - started >= TimeSpan.FromSeconds(15));
        Assert.Equal(
            $"Another process may be at work on this state (process {FakeProcesses.Elsewhere.Id} on "
                + $"{FakeProcesses.Elsewhere.HostName}, which cannot be seen from here); watching it "
                + "for up to 15 s.",
            Assert.Single(said)
        );
        Assert.False(near.Beat(Make.Start).StopIsRequested);
        Assert.Throws<StateException>(() => far.Beat(Make.Start).StopIsRequested);
    }

    [Fact]
    public void Status_of_a_run_elsewhere_goes_by_the_age_of_its_heartbeat()
    {
        using var far = _state.OpenAcquired(FakeProcesses.Elsewhere);
        _state.LoseLock();
        FileState.TakeIn(far, Make.Row("a"));
        far.Open(Make.Terms(), Make.Start);
        far.EnterPass(1);
        far.Beat(_state.Clock.GetUtcNow());
        Assert.Equal(RunState.Running, _state.ReadStatus().State);

        _state.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(RunState.Interrupted, _state.ReadStatus().State);
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("elsewhere")]
    public async Task Whoever_has_the_lock_is_live_whatever_its_process_looks_like(string looks)
    {
        // Frozen, in another container, or of a user whose processes are hidden.
        var process = looks == "dead" ? new(5, "never", "here") : FakeProcesses.Elsewhere;
        using var holder = _state.OpenInPass(process, Make.Row("a"));
        using var second = _state.Store.OpenForRun();
        var acquiring = Acquire(second);
        while (!acquiring.IsCompleted)
        {
            _state.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        var fault = await Assert.ThrowsAsync<LiveRunException>(() => acquiring);

        Assert.Equal(process, fault.Owner.Process);
        _state.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RunState.Running, _state.ReadStatus().State);
        using var maintenance = _state.Store.OpenForMaintenance();
        Assert.Throws<LiveRunException>(() =>
            maintenance.Reset(new JobQuery(), force: true, Make.Start)
        );
    }

    [Fact]
    public void A_state_is_the_same_by_whatever_link_it_is_reached()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using var first = _state.OpenInPass(Make.Row("a"));
        var link = Path.Combine(_state.Folder, "other.db");
        File.CreateSymbolicLink(link, _state.Path);

        using var second = _state.At(link).OpenForRun();

        var fault = Assert.Throws<LiveRunException>(() =>
            second.Join(new Member(_state.Processes.Start(2), Make.Start))
        );
        Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            _state.Files,
            file => file.StartsWith("other.db-", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_state_with_two_names_is_refused_under_both()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the number of names by statx.");
        using (var first = _state.OpenInPass(Make.Row("a"))) { }
        var other = Path.Combine(_state.Folder, "other.db");
        var token = TestContext.Current.CancellationToken;
        using var ln = System.Diagnostics.Process.Start("ln", [_state.Path, other]);
        await ln.WaitForExitAsync(token);
        var before = await File.ReadAllBytesAsync(other, token);

        foreach (var name in (string[])[_state.Path, other])
        {
            foreach (
                var open in (Func<IDisposable>[])
                    [
                        () => _state.At(name).OpenForRun(),
                        () => _state.At(name).OpenForReading(),
                        () => _state.At(name).OpenForMaintenance(),
                        () => _state.At(name).OpenForPreview(),
                    ]
            )
            {
                var fault = Assert.Throws<StateException>(() => open().Dispose());
                Assert.Equal("StateUnreadable", fault.ErrorId);
                Assert.Contains("second name", fault.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(other, token));
        Assert.Equal(["jobs.orchestrator.db", "other.db"], _state.Files);
        File.Delete(other);
        Assert.Equal(1, _state.ReadStatus().Pending);
    }

    [Fact]
    public void The_lock_goes_with_the_run_and_one_left_by_a_dead_run_is_in_nobodys_way()
    {
        File.WriteAllText(_state.Path + "-lock", "");
        using (var store = _state.OpenInPass(Make.Row("a")))
        {
            Assert.Contains("jobs.orchestrator.db-lock", _state.Files);
        }

        Assert.Equal(["jobs.orchestrator.db"], _state.Files);
    }

    private Task Acquire(IRunSession store) =>
        Task.Factory.StartNew(
            () => store.Join(new Member(_state.Processes.Start(9), Make.Start)),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private IRunSession? Reach(ProcessIdentity process, Barrier gate)
    {
        var patient = new SqliteStateStore(_state.Path, _state.Processes, TimeProvider.System);
        gate.SignalAndWait();
        var store = patient.OpenForRun();
        try
        {
            store.Join(new Member(process, Make.Start));
            return store;
        }
        catch (LiveRunException)
        {
            store.Dispose();
            return null;
        }
    }
}
