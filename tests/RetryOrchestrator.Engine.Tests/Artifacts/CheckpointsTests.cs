using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Tests.Artifacts;

/// <summary>The folder in which attempts say that they are about to do what must not be done twice.</summary>
public sealed class CheckpointsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints-").FullName;

    [Fact]
    public void A_link_under_its_name_is_replaced_and_nothing_is_written_through_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        var folder = Checkpoints.FolderOf(Path.Combine(_folder, "state.db"));
        Directory.CreateSymbolicLink(folder, outside);
        var checkpoints = new Checkpoints(folder);

        checkpoints.Open();
        Checkpoints.Write(checkpoints.PathOf("state", 1), "posting");

        Assert.Equal(FileKind.Folder, FileFacts.Of(folder)!.Kind);
        Assert.Equal("posting", Checkpoints.Read(checkpoints.PathOf("state", 1)));
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
