using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class BatchFileTests
{
    [Theory]
    [InlineData(@"C:\tools\post.CMD", true)]
    [InlineData("post.bat", true)]
    [InlineData("post.exe", false)]
    [InlineData("batch", false)]
    public void Batch_files_are_known_by_their_extension(string path, bool isBatch) =>
        Assert.Equal(isBatch, BatchFile.Is(path));

    [Theory]
    [InlineData("a & del *")]
    [InlineData("%PATH%")]
    [InlineData("say \"hi\"")]
    [InlineData("a^b")]
    [InlineData("x!y!")]
    [InlineData("two\nlines")]
    public void An_argument_that_the_shell_would_interpret_is_refused_with_its_number(
        string argument
    ) => Assert.StartsWith("Argument 2 contains", BatchFile.FindUnsafe(["fine", argument]));

    [Fact]
    public void Plain_arguments_are_let_through() =>
        Assert.Null(BatchFile.FindUnsafe(["--id", "job 7", "ümläut 🎉", @"C:\v\a.mp4", ""]));
}
