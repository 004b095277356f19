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

    [Fact]
    public void A_state_path_of_ones_own_moves_the_state_alone()
    {
        var paths = StatePaths.ForJobs(
            Path.Combine("some folder", "jobs"),
            Path.Combine("elsewhere", "my.db")
        );

        Assert.Equal(Path.GetFullPath(Path.Combine("elsewhere", "my.db")), paths.State);
        Assert.Equal(Path.Combine(Folder, "jobs.progress.csv"), paths.Mirror);
    }

    [Theory]
    [InlineData("jobs.orchestrator.db", "jobs")]
    [InlineData("my.v2.db", "my.v2")]
    [InlineData("state", "state")]
    [InlineData(".db", ".db")]
    public void Without_jobs_everything_is_named_after_the_state(string state, string stem)
    {
        var paths = StatePaths.ForState(Path.Combine("some folder", state));

        Assert.Equal(Path.Combine(Folder, stem + ".progress.csv"), paths.Mirror);
        Assert.Equal(Path.Combine(Folder, stem + ".artifacts"), paths.Artifacts);
    }
}
