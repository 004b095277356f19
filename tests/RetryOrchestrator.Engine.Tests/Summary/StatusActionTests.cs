using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Summary;

public class StatusActionTests
{
    private static readonly OrchestratorStatus Status = new()
    {
        StatePath = "jobs.orchestrator.db",
        RunId = 1,
        Pass = 2,
        MaxPasses = 2,
        Total = 10,
        Succeeded = 10,
    };

    [Theory]
    [InlineData(RunState.NotStarted, "NOT STARTED: 3 jobs due")]
    [InlineData(RunState.Running, "RUNNING: pass 2 of 2, 1 job at work, 3 due")]
    [InlineData(RunState.Waiting, "WAITING: 3 jobs will retry in pass 3")]
    [InlineData(RunState.Stopped, "STOPPED: 3 jobs still due; the next start resumes the run")]
    [InlineData(
        RunState.Interrupted,
        "INTERRUPTED: the run's process is gone; 4 jobs still due; the next start resumes the run"
    )]
    [InlineData(
        RunState.Completed,
        "ENDED: max passes (2) reached, 3 jobs still due in the next run"
    )]
    public void A_state_says_what_is_due(RunState state, string said) =>
        Assert.Equal(
            said,
            (
                Status with
                {
                    State = state,
                    Pending = 1,
                    Retrying = 2,
                    Claimed = 1,
                    Succeeded = 6,
                }
            ).NextAction
        );

    [Fact]
    public void A_run_that_is_over_says_what_it_has_not_done()
    {
        var over = Status with { State = RunState.Completed };

        Assert.Equal("COMPLETE: 10 of 10 jobs succeeded", over.NextAction);
        Assert.Equal(
            "ENDED: nothing is due; not done: 2 account, 1 input, 3 skipped",
            (
                over with
                {
                    Succeeded = 4,
                    FailedAccount = 2,
                    FailedInput = 1,
                    Skipped = 3,
                }
            ).NextAction
        );
        // Reset since: no pass was too few for it.
        Assert.Equal(
            "ENDED: 1 job still due in the next run",
            (over with { Succeeded = 9, Pending = 1 }).NextAction
        );
    }
}
