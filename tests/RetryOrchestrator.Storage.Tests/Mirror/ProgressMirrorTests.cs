using RetryOrchestrator.Storage.Mirror;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Mirror;

public sealed class ProgressMirrorTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    private string MirrorPath => Path.Combine(_state.Folder, "jobs.progress.csv");

    private ProgressMirror Mirror => new(_state.Path, MirrorPath, maxAttempts: 5);

    [Fact]
    public void It_shows_every_kind_of_job_in_the_older_programs_columns()
    {
        using var store = RunWithEveryStatus();

        Mirror.Write(Make.Start.AddHours(1).ToOffset(TimeSpan.FromHours(2)));

        var approved = Path.Combine(AppContext.BaseDirectory, "Mirror", "progress.approved.txt");
        Assert.Equal(File.ReadAllText(approved), File.ReadAllText(MirrorPath));
        Assert.Equal((byte)'j', File.ReadAllBytes(MirrorPath)[0]);
    }

    [Fact]
    public void A_terminal_that_shows_it_is_not_commanded()
    {
        using var store = _state.OpenInPass(
            Make.Row("a", null, ("caption", "\e[2Jred\e]0;title\a"))
        );

        Mirror.Write(null);

        Assert.Contains("␛[2Jred␛]0;title␇", File.ReadAllText(MirrorPath));
        Assert.DoesNotContain('\e', File.ReadAllText(MirrorPath));
    }

    [Fact]
    public void It_replaces_the_old_file_and_leaves_nothing_else_behind()
    {
        using (var store = _state.OpenInPass(Make.Row("a")))
        {
            File.WriteAllText(MirrorPath, "old");
            File.WriteAllText(MirrorPath + ".tmp", "what a killed process left");
            Mirror.Write(null);
        }

        Assert.StartsWith(
            "job_id,account,",
            File.ReadAllText(MirrorPath),
            StringComparison.Ordinal
        );
        Assert.Equal(["jobs.orchestrator.db", "jobs.progress.csv"], _state.Files);
    }

    [Fact]
    public void A_reader_of_the_old_file_reads_it_to_its_end()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not let an open file be replaced.");
        }

        using var store = _state.OpenInPass(Make.Row("a"));
        File.WriteAllText(MirrorPath, "old");
        using var reading = File.OpenText(MirrorPath);

        Mirror.Write(null);

        Assert.Equal("old", reading.ReadToEnd());
    }

    [Fact]
    public void When_it_cannot_be_written_the_old_one_stays()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        File.WriteAllText(MirrorPath, "old");
        Directory.CreateDirectory(MirrorPath + ".tmp");

        var fault = Record.Exception(() => Mirror.Write(null));

        Assert.True(fault is IOException or UnauthorizedAccessException, $"{fault}");
        Assert.Equal("old", File.ReadAllText(MirrorPath));
    }

    [Fact]
    public void A_run_may_write_while_the_mirror_reads()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        FileState.Claim(store, Make.Claim(1, 1));

        Mirror.Write(null);
        FileState.End(store, Make.Success(1, 1));

        Assert.Contains(",claimed,", File.ReadAllText(MirrorPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_state_there_is_no_mirror()
    {
        Assert.Equal(
            "StateNotFound",
            Assert.Throws<StateException>(() => Mirror.Write(null)).ErrorId
        );
        Assert.Empty(_state.Files);
    }

    private IRunSession RunWithEveryStatus()
    {
        JobRow[] rows =
        [
            Make.Row("done", "anna", ("video_path", "clips/1.mp4"), ("caption", "Grüße, \"you\"")),
            Make.Row("formula", "=cmd", ("caption", "@friend\nsecond line"), ("Priority", "-5")),
            Make.Row("again", "bob", ("caption", " blank edges "), ("device", "phone")),
            Make.Row("failed", "bad", ("caption", "'=quoted")),
            Make.Row("skipped", "bad", ("Priority", "+1+1")),
            Make.Row("gone", "anna"),
            Make.Row("pending", null, ("STATUS", "a column that ours hides")),
        ];
        var store = _state.OpenInPass(rows);
        FileState.Claim(
            store,
            Make.Claim(1, 1),
            Make.Claim(2, 2, worker: 2),
            Make.Claim(3, 3, worker: 3),
            Make.Claim(4, 4)
        );
        store.Exchange(
            FileState.NewTurn(
                Make.Success(1, 1),
                Make.Failed(3, 3, FailureCategory.Infrastructure, JobStatus.Retrying),
                Make.Failed(4, 4, FailureCategory.Account)
            ) with
            {
                AccountStops = [new AccountStop("bad", "account 'bad' failed in job 'failed'")],
            }
        );
        using var intake = store.BeginIntake();
        foreach (var row in rows.Where(row => row.Job.Id != "gone"))
        {
            intake.Add(row);
        }

        intake.Complete(null);
        return store;
    }
}
