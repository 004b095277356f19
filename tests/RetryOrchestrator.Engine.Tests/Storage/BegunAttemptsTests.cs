using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Storage;

public class BegunAttemptsTests
{
    // Worker 1 began attempt 7, worker 2 none.
    private static readonly BegunAttempts Marks = new("state", 3, "boot", [7, 0]);

    [Theory]
    [InlineData(1, 6, false)]
    [InlineData(1, 7, false)]
    [InlineData(1, 8, true)]
    [InlineData(2, 1, true)]
    public void What_a_worker_marked_and_all_before_it_has_begun(
        int worker,
        long attempt,
        bool never
    ) => Assert.Equal(never, Marks.RuleOut(InFlight(attempt, worker), "state", "boot"));

    [Theory]
    [InlineData("another state", 3, "boot", 1)]
    [InlineData("state", 2, "boot", 1)] // claimed under an earlier hold
    [InlineData("state", 3, "another boot", 1)]
    [InlineData("state", 3, null, 1)]
    [InlineData("state", 3, "boot", 0)]
    [InlineData("state", 3, "boot", 3)] // a worker that the marks do not know
    public void Where_there_is_any_doubt_it_may_have_begun(
        string state,
        long hold,
        string? bootId,
        int worker
    ) => Assert.False(Marks.RuleOut(InFlight(8, worker, hold), state, bootId));

    [Fact]
    public void A_run_tells_what_never_began_from_what_was_in_flight()
    {
        var run = new OpenedRun(
            1,
            DateTimeOffset.UnixEpoch,
            true,
            1,
            null,
            [InFlight(7, 1), InFlight(8, 1)]
        );

        var known = run.RuleOutNeverBegun(Marks, "state", "boot");
        var unknown = run.RuleOutNeverBegun(null, "state", "boot");

        Assert.Equal(7, Assert.Single(known.InFlight).AttemptId);
        Assert.Equal(8, Assert.Single(known.NeverBegun).AttemptId);
        Assert.Equal([7L, 8L], unknown.InFlight.Select(attempt => attempt.AttemptId));
        Assert.Empty(unknown.NeverBegun);
    }

    private static InFlightAttempt InFlight(long id, int worker, long hold = 3) =>
        new(
            id,
            1,
            new StoredJob(
                id,
                new Job($"v{id}", new JobColumns([new(ColumnName.JobId, $"v{id}")])),
                JobStatus.Claimed,
                default
            )
        )
        {
            Hold = hold,
            Worker = worker,
        };
}
