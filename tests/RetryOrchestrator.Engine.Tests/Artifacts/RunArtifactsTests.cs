using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Tests.Artifacts;

public sealed class RunArtifactsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ro-artifacts-").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Root => Path.Combine(_folder, "jobs.artifacts");

    [Fact]
    public void When_a_run_may_keep_no_more_the_oldest_files_of_successes_make_room()
    {
        var run = new RunArtifacts(Root, null, _warnings.Add) { MaxBytes = 10 };
        var first = Write(run, "1", 4);
        first.Settle(succeeded: true);
        Write(run, "2", 4).Settle(succeeded: false);
        Assert.Empty(_warnings);

        var third = Write(run, "3", 6);

        Assert.Equal(["2", "3"], Logs());
        Assert.Equal(10, run.Kept);
        Assert.Contains("make room", Assert.Single(_warnings), StringComparison.Ordinal);
        third.Settle(succeeded: true);
        Write(run, "4", 1).Settle(succeeded: true);
        Assert.Equal(["2", "4"], Logs());
        Assert.Single(_warnings);
    }

    [Fact]
    public void When_nothing_is_left_that_may_be_removed_nothing_more_is_kept()
    {
        var run = new RunArtifacts(Root, null, _warnings.Add) { MaxBytes = 10 };
        Write(run, "1", 8).Settle(succeeded: false);
        var running = run.Of("2", 1);

        Assert.False(running.TryKeep("output.log", 3));
        Assert.False(running.TryKeep("output.log", 3));
        Assert.True(running.TryKeep("output.log", 2));

        Assert.Equal(["1"], Logs());
        Assert.Contains("nothing more is kept", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_made_is_as_closed_as_the_list()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are those of Unix.");
        var run = new RunArtifacts(Root, FileRights.OwnerOnly);

        Write(run, "1", 1);

        Assert.All(
            Directory.GetFileSystemEntries(_folder, "*", SearchOption.AllDirectories),
            path =>
                Assert.Equal(
                    (UnixFileMode)(Directory.Exists(path) ? 0b111_000_000 : 0b110_000_000),
                    ModeOf(path)
                )
        );
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1/1")]
    [InlineData("1/1/output.log")]
    public void Links_beneath_the_runs_folder_are_not_followed(string planted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside", "1")).FullName;
        var precious = Path.Combine(outside, "output.log");
        File.WriteAllText(precious, "precious");
        var link = Path.Combine(Root, planted);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(
            link,
            planted switch
            {
                "1" => Path.GetDirectoryName(outside)!,
                "1/1" => outside,
                _ => precious,
            }
        );

        Write(new RunArtifacts(Root), "1", 3);

        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal(3, new FileInfo(Path.Combine(Root, "1", "1", "output.log")).Length);
        Assert.Equal(FileKind.File, FileFacts.Of(Path.Combine(Root, "1", "1", "output.log"))!.Kind);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1/1")]
    public void What_makes_room_is_not_removed_through_a_link(string planted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var run = new RunArtifacts(Root) { MaxBytes = 5 };
        Write(run, "1", 3).Settle(succeeded: true);
        var place = Path.Combine(Root, planted);
        var outside = Path.Combine(_folder, "outside");
        Directory.Move(place, outside);
        Directory.CreateSymbolicLink(place, outside);

        Write(run, "2", 3);

        Assert.Single(Directory.GetFiles(outside, "output.log", SearchOption.AllDirectories));
        Assert.True(File.Exists(Path.Combine(Root, "2", "1", "output.log")));
    }

    [Fact]
    public void A_link_that_cannot_be_removed_is_named_with_the_remedy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Such a link is there on Linux.");
        var own = new RunArtifacts("/proc").Of("self", 1);

        var refused = Assert.Throws<IOException>(own.RemoveLinks);

        Assert.StartsWith(
            "'/proc/self' is a link where files of the attempt belong, and cannot be removed: ",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            ". Remove it, and look who made it.",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_runs_folder_itself_may_be_a_link_of_ones_own_to_a_larger_disk()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var large = Directory.CreateDirectory(Path.Combine(_folder, "large")).FullName;
        Directory.CreateSymbolicLink(Root, large);

        Write(new RunArtifacts(Root), "1", 3);

        Assert.True(File.Exists(Path.Combine(large, "1", "1", "output.log")));
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static AttemptArtifacts Write(RunArtifacts run, string job, int bytes)
    {
        var own = run.Of(job, 1);
        Assert.True(own.TryKeep("output.log", bytes));
        using var file = own.Create("output.log");
        file.Write(new byte[bytes]);
        return own;
    }

    private string[] Logs() =>
        [
            .. Directory
                .GetFiles(Root, "output.log", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Split('/', '\\')[0])
                .Order(),
        ];
}
