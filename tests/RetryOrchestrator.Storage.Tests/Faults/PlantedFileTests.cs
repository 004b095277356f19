using System.Diagnostics;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Storage.Marks;
using RetryOrchestrator.Storage.Mirror;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>
/// What somebody who may write to the folder can put under the names that a run uses; and who may
/// read what a run leaves there.
/// </summary>
public sealed class PlantedFileTests : IDisposable
{
    private readonly FileState _state = new();

    public PlantedFileTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and modes are those of Unix.");

    public void Dispose() => _state.Dispose();

    private string Victim => Path.Combine(_state.Folder, "victim");

    private string MirrorPath => Path.Combine(_state.Folder, "jobs.progress.csv");

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    public void A_link_where_SQLite_would_write_is_refused_and_not_followed(string end)
    {
        using (_state.OpenInPass(Make.Row("a"))) { }
        File.WriteAllText(Victim, "precious");
        File.CreateSymbolicLink(_state.Path + end, Victim);

        var fault = Assert.Throws<StateException>(() => _state.Store.OpenForRun());

        Assert.Equal("StateUnreadable", fault.ErrorId);
        Assert.Contains($"'{_state.Path}{end}'", fault.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(Victim));
        Assert.Throws<StateException>(() => _state.Store.OpenForReading());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_stands_under_the_names_of_marks_lock_and_mirror_is_replaced(bool links)
    {
        File.WriteAllText(Victim, "precious");
        foreach (
            var path in (string[])
                [_state.Path + "-begun", _state.Path + "-lock", MirrorPath + ".tmp", MirrorPath]
        )
        {
            if (links)
            {
                File.CreateSymbolicLink(path, Victim);
            }
            else
            {
                MakePipe(path);
            }
        }

        using var marks = new BeginMarksFile(_state.Path);
        Assert.Null(marks.Read());
        using (var store = _state.OpenInPass(Make.Row("a")))
        {
            Assert.True(marks.TryOpen(store.Identity, 1, "boot", 2));
            marks.Mark(1, 7);
            new ProgressMirror(_state.Path, MirrorPath, 5).Write(null);
        }

        Assert.Equal("precious", File.ReadAllText(Victim));
        Assert.Equal([7, 0], marks.Read()!.Latest);
        Assert.Equal(FileKind.File, FileFacts.Of(MirrorPath)!.Kind);
        Assert.Contains("pending", File.ReadAllText(MirrorPath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_in_the_states_place_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Known by statx.");
        MakePipe(_state.Path);

        foreach (
            var open in (Func<IDisposable>[])
                [
                    () => _state.Store.OpenForRun(),
                    () => _state.Store.OpenForReading(),
                    () => _state.Store.OpenForMaintenance(),
                ]
        )
        {
            var fault = Assert.Throws<StateException>(() => open().Dispose());
            Assert.Contains("is a pipe", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0b110_000_000, 0b110_000_000)]
    [InlineData(0b110_100_000, 0b110_100_000)]
    [InlineData(0b100_000_000, 0b110_000_000)]
    public void What_is_written_is_no_more_open_than_the_list(int list, int written)
    {
        var rights = FileRights.Of((UnixFileMode)list);
        var options = new StateStoreOptions { Rights = rights };
        using var store = _state.OpenAcquired(with: _state.With(options));
        FileState.TakeIn(store, Make.Row("a"));
        store.Open(Make.Terms(), Make.Start);
        using var marks = new BeginMarksFile(_state.Path, rights);
        marks.TryOpen(store.Identity, 1, "boot", 2);
        new ProgressMirror(_state.Path, MirrorPath, 5, options).Write(null);

        Assert.All(
            Directory.GetFiles(_state.Folder),
            file => Assert.Equal((UnixFileMode)written, ModeOf(file))
        );
        Assert.True(_state.Files.Length >= 6, string.Join(' ', _state.Files));
    }

    [Fact]
    public void A_list_that_was_closed_later_closes_what_earlier_runs_left()
    {
        using (_state.OpenInPass(Make.Row("a"))) { }
        Assert.True(ModeOf(_state.Path).HasFlag(UnixFileMode.OtherRead));

        var options = new StateStoreOptions { Rights = FileRights.OwnerOnly };
        using (_state.With(options).OpenForRun()) { }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(_state.Path));
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
    }
}
