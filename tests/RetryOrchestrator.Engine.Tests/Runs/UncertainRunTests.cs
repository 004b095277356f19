using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;
using static RetryOrchestrator.Engine.Tests.Support.PostingRun;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Attempts that end after their point of no return, with nobody to ask.</summary>
public sealed class UncertainRunTests : IDisposable
{
    private readonly PostingRun _posting = new();

    private RunHarness Run => _posting.Harness;

    public void Dispose()
    {
        _posting.Dispose();
    }

    [Fact]
    public async Task A_job_killed_after_it_is_uncertain_and_not_tried_again_by_itself()
    {
        var end = await Run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.Equal(PassResult.OnlyNonRetryable, end.Result);
        Assert.Equal((1, 1), (end.Jobs.Succeeded, end.Jobs.Uncertain));
        var attempt = Assert.Single(Run.Attempts(), attempt => attempt.JobId == "v1");
        Assert.Equal(
            (AttemptOutcome.Uncertain, "killed", Word, null),
            (attempt.Outcome, attempt.FailureType, attempt.Checkpoint, attempt.Verification)
        );
        Assert.Equal(JobStatus.Uncertain, Run.Jobs()[0].Status);
        var pass = Assert.Single(Run.Passes());
        Assert.Equal(
            (2, 1, 1, 1),
            (pass.Processed, pass.Succeeded, pass.Uncertain, pass.RunUncertain)
        );
        Assert.Contains("1 uncertain (may have been done)", pass.NextAction);

        // Nor by the next run, whose budgets are new.
        end = await Run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);
        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal(2, Run.Attempts().Count);
    }

    [Fact]
    public async Task A_job_that_ends_in_an_outcome_of_its_own_after_it_is_retried_as_ever()
    {
        var end = await Run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                Checkpoints.Write(attempt.CheckpointPath!, Word);
                return attempt.CountedBefore > 0
                    ? Result.Ok
                    : new AttemptResult.Failed(
                        new FailureEvidence { Message = "exit code 3", ExitCode = 3 }
                    );
            }
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(
            [(AttemptOutcome.Failed, Word), (AttemptOutcome.Success, null)],
            Run.Attempts().Select(attempt => (attempt.Outcome!.Value, attempt.Checkpoint))
        );
    }

    [Fact]
    public async Task A_job_killed_before_it_is_retried_as_ever()
    {
        var end = await Run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore == 0 ? Killed : Result.Ok
        );

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task Reset_makes_it_due_by_force_alone()
    {
        await Run.StartAsync(ListSource.Of("v1"), PostThenDie);

        Assert.Empty(Run.Reset("v1", force: false));
        Assert.Equal(["v1"], Run.Reset("v1", force: true));
        Assert.True((await Run.StartAsync(ListSource.Of("v1"), _ => Result.Ok)).AllSucceeded);
    }

    [Fact]
    public async Task Other_jobs_of_its_account_go_on()
    {
        var end = await Run.StartAsync(ListSource.Of("v1@ada", "v2@ada"), PostThenDie);

        Assert.Equal((1, 1), (end.Jobs.Uncertain, end.Jobs.Succeeded));
    }

    [Fact]
    public async Task What_an_older_state_of_the_same_place_left_says_nothing()
    {
        var folder = _posting.Folder;
        Directory.CreateDirectory(folder);
        for (var id = 1; id <= 3; id++)
        {
            File.WriteAllText(Path.Combine(folder, $"other-{id}"), Word);
        }

        var end = await Run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore == 0 ? Killed : Result.Ok
        );

        Assert.True(end.AllSucceeded);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\n  posting to ada  \nsecond line\n", Word)]
    public async Task The_word_is_the_first_line_and_need_not_be_there(string written, string word)
    {
        await Run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                File.WriteAllText(attempt.CheckpointPath!, written);
                return Killed;
            }
        );

        Assert.Equal(
            (AttemptOutcome.Uncertain, word),
            (Run.Attempts()[0].Outcome, Run.Attempts()[0].Checkpoint)
        );
    }

    [Fact]
    public async Task A_run_that_finds_nothing_to_do_leaves_no_folder()
    {
        await Run.StartAsync(ListSource.Of("v1"), PostThenDie);

        var end = await Run.StartAsync(ListSource.Of("v1"), PostThenDie);

        Assert.Equal((0, 1), (end.Passes, end.Jobs.Uncertain));
        Assert.False(Directory.Exists(_posting.Folder));
    }

    [Fact]
    public async Task Without_a_folder_for_it_no_attempt_begins()
    {
        var file = Path.Combine(Path.GetDirectoryName(_posting.Folder)!, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        Run.Checkpoints = new Checkpoints(Path.Combine(file, "state-checkpoints"));

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            Run.StartAsync(ListSource.Of("v1"), _ => Result.Ok)
        );

        Assert.Equal("StateUnwritable", fault.ErrorId);
        Assert.Empty(Run.Attempts());
    }
}
