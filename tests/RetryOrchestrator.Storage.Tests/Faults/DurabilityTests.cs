using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>
/// What is on disk while a run is live is what a kill -9 leaves: copies of the files, taken without
/// the store's knowledge, are opened as the next start would.
/// </summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly FileState _state = new();
    private readonly FileState _copy = new();

    public void Dispose()
    {
        _state.Dispose();
        _copy.Dispose();
    }

    [Fact]
    public void Whatever_a_commit_returned_from_is_there_after_a_kill()
    {
        using var store = _state.OpenInPass([
            .. Enumerable.Range(1, 50).Select(n => Make.Row($"{n}")),
        ]);
        for (var n = 1; n <= 50; n++)
        {
            FileState.Claim(store, Make.Claim(n, n));
            AssertCopy(succeeded: n - 1, claimed: 1);
            FileState.End(store, Make.Success(n, n));
        }

        AssertCopy(succeeded: 50, claimed: 0);
    }

    [Fact]
    public void An_intake_that_was_killed_halfway_never_was()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        using var intake = store.BeginIntake();
        for (var i = 0; i < 50_000; i++)
        {
            intake.Add(Make.Row($"{i}", "account", ("note", new string('x', 500))));
        }

        AssertCopy(succeeded: 0, claimed: 0);
    }

    [Fact]
    public void Readers_see_whole_commits_only_and_block_no_writer()
    {
        using var store = _state.OpenInPass(Make.Row("a"), Make.Row("b"));
        using var reader = _state.Store.OpenForReading();
        using var reading = reader.ReadJobs(new JobQuery()).GetEnumerator();
        Assert.True(reading.MoveNext());

        store.LineUp();
        Assert.Equal(2, store.Exchange(FileState.NewTurn() with { Room = [1, 1] }).Claims.Count);

        Assert.True(reading.MoveNext());
        Assert.Equal(JobStatus.Pending, reading.Current.Status);
        Assert.False(reading.MoveNext());
        Assert.Equal(2, reader.ReadStatus().Claimed);
    }

    [Fact]
    public void Readers_see_the_old_list_until_a_new_one_is_complete()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        using var intake = store.BeginIntake();
        intake.Add(Make.Row("b"));
        intake.Add(Make.Row("c"));
        Assert.Equal(1, _state.ReadStatus().Total);

        intake.Complete(null);

        Assert.Equal(2, _state.ReadStatus().Total);
    }

    private void AssertCopy(int succeeded, int claimed)
    {
        foreach (var file in _copy.Files)
        {
            File.Delete(Path.Combine(_copy.Folder, file));
        }

        foreach (
            var file in _state.Files.Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
        )
        {
            Copy(Path.Combine(_state.Folder, file), Path.Combine(_copy.Folder, file));
        }

        using var reader = _copy.Store.OpenForReading();
        var status = reader.ReadStatus();
        Assert.Equal((succeeded, claimed), (status.Succeeded, status.Claimed));
        Assert.Equal(status.Total, reader.ReadJobs(new JobQuery()).Count());
        Assert.Equal(claimed, status.Workers.Count);
    }

    // Not File.Copy, and not in this process: closing any handle of the file would drop the locks
    // that SQLite holds on it here.
    private static void Copy(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start(
            OperatingSystem.IsWindows() ? "xcopy" : "cp",
            OperatingSystem.IsWindows() ? ["/q", from, to + "*"] : [from, to]
        );
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }
}
