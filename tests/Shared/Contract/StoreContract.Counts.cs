using CsCheck;

namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void After_anything_that_can_happen_the_kept_counts_are_the_counted_ones() =>
        Gen.Int[0, 1_000_000]
            .Array[1, 60]
            .Sample(
                steps =>
                {
                    var state = NewState();
                    using var walk = new RandomWalk(state, Processes);
                    using var reader = state.OpenForReading();
                    foreach (var step in steps)
                    {
                        walk.Step(step);
                        Assert.Equal(Counted(reader), walk.CountJobs());
                    }

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

    private static JobTally Counted(IStateReader reader)
    {
        var jobs = reader.ReadJobs(new JobQuery()).ToList();
        int Count(JobStatus status, FailureCategory? category = null) =>
            jobs.Count(job =>
                job.Status == status && (category is null || job.Category == category)
            );

        return new JobTally
        {
            Pending = Count(JobStatus.Pending),
            Claimed = Count(JobStatus.Claimed),
            Succeeded = Count(JobStatus.Success),
            Retrying = Count(JobStatus.Retrying),
            Skipped = Count(JobStatus.Skipped),
            FailedAccount = Count(JobStatus.Failed, FailureCategory.Account),
            FailedInfrastructure = Count(JobStatus.Failed, FailureCategory.Infrastructure),
            FailedUnknown = Count(JobStatus.Failed, FailureCategory.Unknown),
            FailedInput = Count(JobStatus.Failed, FailureCategory.Input),
        };
    }
}
