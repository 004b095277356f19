using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Tests.Configuration;

public sealed class ConfigurationTrustTests
{
    private const uint Root = 0;
    private const uint Anna = 1000;
    private const uint Ben = 1001;

    [Theory]
    [InlineData(Anna, Anna, 100u, 0b110_110_100, null)]
    [InlineData(Root, Anna, 0u, 0b110_100_100, null)]
    [InlineData(Root, Root, 0u, 0b110_110_100, null)]
    [InlineData(Ben, Anna, 100u, 0b110_100_100, "belongs to user 1001")]
    [InlineData(Ben, Root, 100u, 0b110_000_000, "belongs to user 1001")]
    [InlineData(Anna, Anna, 100u, 0b110_100_110, "can be written by everybody")]
    [InlineData(Root, Root, 0u, 0b110_110_110, "can be written by everybody")]
    [InlineData(Root, Root, 100u, 0b110_110_100, "can be written by the group 100")]
    public void Who_else_has_a_say_in_a_file_is_named(
        uint owner,
        uint me,
        uint group,
        int mode,
        string? stranger
    ) =>
        Assert.Equal(
            stranger,
            ConfigurationTrust.FindStranger(
                new FileFacts(FileKind.File, Owner: owner, Group: group, Mode: (UnixFileMode)mode),
                me,
                user => $"user {user}"
            )
        );
}
