using CsCheck;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void After_anything_that_can_happen_the_kept_counts_are_the_counted_ones() =>
        Gen.Int[0, 1_000_000]
            .Array[1, 60]
            .Sample(
                steps =>
                {
                    var location = StateLocation.Memory(Guid.NewGuid().ToString("N"));
                    using var database = Database.Open(location, true, TimeSpan.FromSeconds(5));
                    using var walk = new RandomWalk(Store, location, Processes);
                    foreach (var step in steps)
                    {
                        walk.Step(step);
                        Assert.Equal(Counted(database), walk.CountJobs());
                    }

                    using var reader = Store.OpenForReading(location);
                    var status = reader.ReadStatus();
                    Assert.Equal(
                        status.Total,
                        status.Pending
                            + status.Claimed
                            + status.Succeeded
                            + status.Retrying
                            + status.Failed
                            + status.Skipped
                    );
                    Assert.Equal(status.Total, reader.ReadJobs(new JobQuery()).Count());
                },
                iter: 40,
                threads: 1
            );

    private static JobTally Counted(Database database)
    {
        int Count(string condition) =>
            (int)
                database.ReadNumber(
                    $"SELECT COUNT(*) FROM jobs WHERE listed = 1 AND status = {condition}"
                )!;

        return new JobTally
        {
            Pending = Count("'pending'"),
            Claimed = Count("'claimed'"),
            Succeeded = Count("'success'"),
            Retrying = Count("'retrying'"),
            Skipped = Count("'skipped'"),
            FailedAccount = Count("'failed' AND category = 'account'"),
            FailedInfrastructure = Count("'failed' AND category = 'infrastructure'"),
            FailedUnknown = Count("'failed' AND category = 'unknown'"),
            FailedInput = Count("'failed' AND category = 'input'"),
        };
    }
}
