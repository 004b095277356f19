using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Tests.Faults;

public sealed class TemporaryDiskTests
{
    [Theory]
    [InlineData(5_000_000_000, 0, true)]
    [InlineData(5_000_000_000, 4096, true)]
    [InlineData(0, 0, false)]
    [InlineData(4096, 5_000_000_000, false)]
    [InlineData(5_000_000_000, 5_000_000_000, false)]
    public void The_disk_that_is_full_is_the_one_that_is_blamed(
        long atState,
        long atFolder,
        bool folder
    ) => Assert.Equal(folder, TemporaryDisk.IsTheFullOne(atState, atFolder));
}
