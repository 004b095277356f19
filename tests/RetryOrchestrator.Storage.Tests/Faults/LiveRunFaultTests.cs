using RetryOrchestrator.Storage.Runs;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>What the machine may do to a state while a run is live on it.</summary>
public sealed class LiveRunFaultTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_full_disk_is_said_and_what_was_durable_stays()
    {
        using (var store = _state.OpenInPass(Make.Row("a"), Make.Row("b")))
        {
            FileState.Claim(store, Make.Claim(1, 1));
            LimitToItsPages(store);
            var longMessage = Make.Failed(1, 1, FailureCategory.Unknown) with
            {
                Failure = new Failure(FailureCategory.Unknown, "", new string('x', 100_000)),
            };

            var fault = Assert.Throws<StateException>(() => FileState.End(store, longMessage));

            Assert.Equal("StateUnwritable", fault.ErrorId);
            Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
            Assert.Equal(1, store.CountJobs().Claimed);
            Assert.Equal(1, FileState.End(store, Make.Success(1, 1)).Jobs.Succeeded);
        }

        Assert.Equal((2, 1), (_state.ReadStatus().Total, _state.ReadStatus().Succeeded));
    }

    [Fact]
    public void A_state_deleted_under_a_live_run_is_noticed_at_the_next_heartbeat()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be deleted.");
        }

        using var store = _state.OpenInPass(Make.Row("a"));
        File.Delete(_state.Path);

        AssertLost(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_deleted_state_held_is_saved_and_the_next_start_can_go_on_with_it(bool twice)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be deleted.");
        }

        var rescued = _state.Path + ".rescued";
        if (twice)
        {
            File.WriteAllText(rescued, "of another time");
            rescued += "-2";
        }

        var process = _state.Processes.Start(1);
        using (var store = _state.OpenInPass(process, Make.Row("a"), Make.Row("b")))
        {
            FileState.Claim(store, Make.Claim(1, 1));
            FileState.End(store, Make.Success(1, 1));
            File.Delete(_state.Path);
            AssertLost(store, saidToo: $"'{rescued}'");
        }

        _state.Processes.Kill(process);
        _state.LoseLock();
        File.Move(rescued, _state.Path);
        using var next = _state.OpenAcquired();

        Assert.Equal((2, 1), (next.CountJobs().Total, next.CountJobs().Succeeded));
        next.EnterPass(next.Open(Make.Terms(), Make.Start).NextPass);
        next.LineUp();
        var claims = next.Exchange(FileState.NewTurn() with { Room = [1, 2] }).Claims;
        Assert.Equal(["b"], claims.Select(claim => claim.Job.Job.Id));
    }

    [Fact]
    public void Nobody_hears_that_a_pass_is_over_whose_state_is_gone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be deleted.");
        }

        using var store = _state.OpenInPass(Make.Row("a"));
        File.Delete(_state.Path);

        AssertLost(() => store.ClosePass(Make.Summary(1, 1, PassResult.AllComplete)));
    }

    [Fact]
    public void Nor_that_a_run_is()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be deleted.");
        }

        using var store = _state.OpenAcquired();
        FileState.TakeIn(store, Make.Row("a"));
        store.Open(Make.Terms(), Make.Start);
        File.Delete(_state.Path);

        AssertLost(() => store.Leave(Make.Start));
    }

    [Fact]
    public void A_state_replaced_under_a_live_run_is_noticed_at_the_next_heartbeat()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be replaced.");
        }

        using var store = _state.OpenInPass(Make.Row("a"));
        store.Beat(Make.Start);
        MoveStateAway();
        using (var other = _state.OpenAcquired())
        {
            FileState.TakeIn(other, Make.Row("a"));
        }

        AssertLost(store);
    }

    [Fact]
    public void A_backup_put_in_the_place_of_a_live_state_is_noticed_at_the_next_heartbeat()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be replaced.");
        }

        using var store = _state.OpenInPass(Make.Row("a"));
        var backup = Path.Combine(_state.Folder, "backup");
        using (var live = _state.OpenRaw())
        using (var copy = Database.Open(StateLocation.File(backup), true, TimeSpan.Zero))
        {
            live.CopyTo(copy);
        }

        store.Beat(Make.Start);
        MoveStateAway();
        File.Move(Path.Combine(_state.Folder, "old-backup"), _state.Path);

        AssertLost(store);
    }

    [Fact]
    public void A_state_cut_short_under_a_live_run_is_noticed_at_the_next_heartbeat()
    {
        using var store = _state.OpenInPass(Make.Row("a"));

        CutShort(_ => 0);

        AssertLost(store);
    }

    [Fact]
    public void So_is_one_that_lost_only_its_last_page()
    {
        JobRow[] rows = [.. Enumerable.Range(1, 500).Select(n => Make.Row($"{n}", $"{n}"))];
        using (var earlier = _state.OpenAcquired())
        {
            FileState.TakeIn(earlier, rows);
        }

        using var store = _state.OpenInPass(rows);
        store.Beat(Make.Start);

        CutShort(length => length - 4096);

        AssertLost(store);
    }

    [Fact]
    public void A_heartbeat_during_an_intake_is_no_alarm()
    {
        using var store = _state.OpenAcquired();
        using (var intake = store.BeginIntake())
        {
            intake.Add(Make.Row("a"));
            Assert.False(store.Beat(Make.Start).StopIsRequested);
        }

        Assert.False(store.Beat(Make.Start).StopIsRequested);
    }

    private static void AssertLost(IRunSession store, string saidToo = "") =>
        AssertLost(() => store.Beat(Make.Start), saidToo);

    private static void AssertLost(Action action, string saidToo = "")
    {
        var fault = Assert.Throws<StateException>(action);
        Assert.Equal("StateLost", fault.ErrorId);
        Assert.Contains(saidToo, fault.Message, StringComparison.Ordinal);
    }

    private void CutShort(Func<long, long> newLength)
    {
        using var file = new FileStream(
            _state.Path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );
        file.SetLength(newLength(file.Length));
    }

    private void MoveStateAway()
    {
        foreach (var file in _state.Files)
        {
            File.Move(
                Path.Combine(_state.Folder, file),
                Path.Combine(_state.Folder, "old-" + file)
            );
        }
    }

    /// <summary>Lets the store's own connection use no more pages than it has, as a full disk would.</summary>
    private static void LimitToItsPages(IRunSession store)
    {
        var database = ((RunSession)store).Database;
        var pages = database.ReadNumber("PRAGMA page_count");
        database.ReadNumber($"PRAGMA max_page_count = {pages + 2}");
    }
}
