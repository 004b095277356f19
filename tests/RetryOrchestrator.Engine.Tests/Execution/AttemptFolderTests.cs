using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Execution;

public class AttemptFolderTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("video-17_b.2")]
    public void A_plain_id_is_its_own_folder(string id) => Assert.Equal(id, Folder(id));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("C:\\x")]
    [InlineData("a/b")]
    [InlineData("nul")]
    [InlineData("com1.txt")]
    [InlineData("lpt9")]
    [InlineData("émoji 🎬")]
    public void An_id_that_is_no_file_name_stays_inside_and_keeps_a_mark(string id)
    {
        var folder = Folder(id);

        Assert.Contains('~', folder);
        Assert.DoesNotContain(folder, c => c is '/' or '\\' or ':' or ' ');
        Assert.False(folder.StartsWith('.'));
    }

    [Theory]
    [InlineData("a/b", "a_b")]
    [InlineData("a/b", "a?b")]
    [InlineData("Clip", "clip")]
    public void Two_ids_never_share_a_folder(string one, string other) =>
        Assert.NotEqual(Folder(one).ToLowerInvariant(), Folder(other).ToLowerInvariant());

    [Fact]
    public void A_very_long_id_gives_a_folder_that_file_systems_take() =>
        Assert.InRange(Folder(new string('x', 5000)).Length, 1, 120);

    [Fact]
    public void Each_attempt_of_a_job_has_its_own() =>
        Assert.NotEqual(AttemptFolder.Of("r", "v1", 1), AttemptFolder.Of("r", "v1", 2));

    private static string Folder(string id) =>
        Path.GetFileName(Path.GetDirectoryName(AttemptFolder.Of("root", id, 3)))!;
}
