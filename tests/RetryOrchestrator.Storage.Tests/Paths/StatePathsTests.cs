namespace RetryOrchestrator.Storage.Tests.Paths;

public sealed class StatePathsTests
{
    private static readonly string Folder = Path.GetFullPath("some folder");

    [Fact]
    public void Everything_stands_beside_the_jobs_under_their_name()
    {
        var paths = StatePaths.ForJobs(Path.Combine("some folder", "jobs.v2.csv"));

        Assert.Equal(
            new StatePaths(
                Path.Combine(Folder, "jobs.v2.orchestrator.db"),
                Path.Combine(Folder, "jobs.v2.progress.csv"),
                Path.Combine(Folder, "jobs.v2.artifacts")
            ),
            paths
        );
    }

    [Theory]
    [InlineData("sim.db", "sim")]
    [InlineData("jobs.db", "jobs.db")]
    [InlineData("jobs", "jobs")]
    [InlineData("jobs.sqlite", "jobs.sqlite")]
    [InlineData("night.orchestrator.db", "night")]
    public void With_a_state_of_its_own_everything_is_named_after_that_and_not_like_the_lists(
        string state,
        string stem
    )
    {
        var own = StatePaths.ForJobs(Path.Combine("some folder", "jobs.csv"));
        var paths = StatePaths.ForJobs(
            Path.Combine("some folder", "jobs.csv"),
            Path.Combine("some folder", state)
        );

        Assert.Equal(Path.Combine(Folder, state), paths.State);
        if (state == "jobs")
        {
            Assert.Equal(paths.State + ".orchestrator.db.progress.csv", paths.Mirror);
        }
        else
        {
            Assert.Equal(Path.Combine(Folder, stem + ".progress.csv"), paths.Mirror);
            Assert.Equal(Path.Combine(Folder, stem + ".artifacts"), paths.Artifacts);
        }

        Assert.NotEqual(own.Mirror, paths.Mirror);
        Assert.NotEqual(own.Artifacts, paths.Artifacts);
    }

    [Theory]
    [InlineData("jobs.orchestrator.db")]
    [InlineData("x/../jobs.orchestrator.db")]
    public void The_lists_own_state_named_outright_changes_nothing(string state) =>
        Assert.Equal(StatePaths.ForJobs("jobs.csv"), StatePaths.ForJobs("jobs.csv", state));

    [Theory]
    [InlineData("jobs.orchestrator.db", "jobs")]
    [InlineData("my.v2.db", "my.v2")]
    [InlineData("state", "state")]
    [InlineData("sim.sqlite", "sim.sqlite")]
    [InlineData(".db", ".db")]
    public void Without_jobs_everything_is_named_after_the_state(string state, string stem)
    {
        var paths = StatePaths.ForState(Path.Combine("some folder", state));

        Assert.Equal(Path.Combine(Folder, stem + ".progress.csv"), paths.Mirror);
        Assert.Equal(Path.Combine(Folder, stem + ".artifacts"), paths.Artifacts);
    }
}
