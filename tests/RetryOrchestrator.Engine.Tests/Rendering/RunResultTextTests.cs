using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Summary;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class RunResultTextTests
{
    private static readonly JobTally Mixed = new()
    {
        Succeeded = 180,
        FailedAccount = 8,
        FailedInfrastructure = 3,
        FailedUnknown = 1,
        Skipped = 5,
        Retrying = 3,
    };

    private static readonly JobTally Failed = new() { Succeeded = 180, FailedAccount = 8 };

    [Fact]
    public void The_end_of_a_run_reads_as_approved() =>
        Verify(
            "run-results",
            [
                .. Case("all succeeded", Result(new JobTally { Succeeded = 200 }, passes: 2)),
                .. Case("the one job succeeded", Result(new JobTally { Succeeded = 1 }, passes: 1)),
                .. Case(
                    "everything was done before",
                    Result(new JobTally { Succeeded = 200 }, passes: 0)
                ),
                .. Case("what failed before is not due", Result(Failed, passes: 0)),
                .. Case("failures remain", Result(Mixed, passes: 2)),
                .. Case(
                    "failures remain, state elsewhere",
                    Result(Mixed, passes: 2, locator: "-JobsPath '/srv/posts/2026-03-01/jobs.csv'")
                ),
                .. Case("resumed in its last pass", Result(Mixed, passes: 1, firstPass: 5)),
                .. Case("resumed", Result(Mixed, passes: 3, firstPass: 2)),
                .. Case("stopped", Result(Mixed with { Pending = 40 }, passes: 1, stopped: true)),
            ]
        );

    [Fact]
    public void The_command_names_only_statuses_that_occur() =>
        Assert.Equal(
            "Get-OrchestratorJob -Status failed",
            RunResultText.ListCommand(new JobTally { Succeeded = 1, FailedInput = 1 })
        );

    [Fact]
    public void Jobs_that_succeeded_on_a_retry_are_listed_by_a_command_that_finds_them() =>
        Assert.Equal(
            "Get-OrchestratorJob -JobsPath ./jobs.csv | Where-Object SucceededOnRetry",
            RunResultText.FlakyCommand("-JobsPath ./jobs.csv")
        );

    [Fact]
    public void Nothing_is_left_when_all_succeeded() =>
        Assert.Equal("", RunResultText.NotDone(End(new JobTally { Succeeded = 1 })));

    [Theory]
    [InlineData(false, "5 skipped, 3 due in the next run")]
    [InlineData(true, "5 skipped, 3 still due")]
    public void A_run_that_is_over_leaves_its_due_jobs_to_the_next(bool stopped, string left) =>
        Assert.Equal(
            left,
            RunResultText.NotDone(End(new JobTally { Skipped = 5, Retrying = 3 }, stopped))
        );

    private static RunEnd End(JobTally jobs, bool stopped = false) =>
        new(3, null, stopped, 1, 1, jobs);

    private static IReadOnlyList<string> Result(
        JobTally jobs,
        int passes,
        int firstPass = 1,
        bool stopped = false,
        string locator = ""
    ) =>
        RunResultText.Render(
            new RunEnd(3, null, stopped, firstPass, passes, jobs),
            TimeSpan.FromSeconds(252),
            locator
        );
}
