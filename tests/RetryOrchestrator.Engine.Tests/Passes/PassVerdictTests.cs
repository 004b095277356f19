using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Passes;

public class PassVerdictTests
{
    private static readonly PassTally Worked = new() { Succeeded = 1 };

    [Fact]
    public void A_stop_beats_everything_else()
    {
        var verdict = Of(new JobTally { Succeeded = 3, Retrying = 2 }, stopped: true);

        Assert.Equal(PassResult.Cancelled, verdict.Result);
        Assert.Equal(
            "CANCELLED: 2 jobs still due; the next start resumes pass 2",
            verdict.NextAction
        );
    }

    [Fact]
    public void All_complete_means_that_every_job_succeeded()
    {
        var verdict = Of(new JobTally { Succeeded = 8 });

        Assert.Equal(PassResult.AllComplete, verdict.Result);
        Assert.Equal("COMPLETE: all 8 jobs succeeded", verdict.NextAction);
    }

    [Fact]
    public void Failures_that_are_not_due_again_are_named_by_kind()
    {
        var verdict = Of(
            new JobTally
            {
                Succeeded = 1,
                FailedAccount = 1,
                FailedInfrastructure = 2,
                Skipped = 3,
            }
        );

        Assert.Equal(PassResult.OnlyNonRetryable, verdict.Result);
        Assert.Equal(
            "STOPPING: only non-retryable failures remain: "
                + "1 account, 2 infrastructure (given up), 3 skipped",
            verdict.NextAction
        );
    }

    [Fact]
    public void Skipped_jobs_alone_keep_a_run_from_being_complete() =>
        Assert.Equal(
            PassResult.OnlyNonRetryable,
            Of(new JobTally { Succeeded = 1, Skipped = 1 }).Result
        );

    [Fact]
    public void The_last_pass_says_how_many_jobs_are_still_due()
    {
        var verdict = Of(new JobTally { Succeeded = 1, Retrying = 1 }, pass: 5);

        Assert.Equal(PassResult.MaxPassesReached, verdict.Result);
        Assert.Equal(0, verdict.WillRetry);
        Assert.Equal(
            "STOPPING: max passes (5) reached, 1 job still due in the next run",
            verdict.NextAction
        );
    }

    [Fact]
    public void Jobs_that_are_due_are_taken_by_the_next_pass()
    {
        var verdict = Of(
            new JobTally
            {
                Succeeded = 1,
                Retrying = 2,
                FailedInput = 4,
            },
            pass: 1
        );

        Assert.Equal(PassResult.RetryableRemaining, verdict.Result);
        Assert.Equal(2, verdict.WillRetry);
        Assert.Equal("CONTINUING: 2 jobs will retry in pass 2", verdict.NextAction);
    }

    [Fact]
    public void A_pass_in_which_no_attempt_was_possible_says_so_and_the_run_goes_on()
    {
        var verdict = OfIdle(new JobTally { Succeeded = 1, Retrying = 2 }, pass: 1);

        Assert.Equal(PassResult.NoAttemptPossible, verdict.Result);
        Assert.True(verdict.Result.GoesOn());
        Assert.Equal(2, verdict.WillRetry);
        Assert.Equal(
            "CONTINUING: no attempt was possible in this pass; 2 jobs put off to pass 2",
            verdict.NextAction
        );
    }

    [Fact]
    public void A_last_pass_in_which_no_attempt_was_possible_ends_the_run_and_says_both()
    {
        var verdict = OfIdle(new JobTally { Retrying = 1 }, pass: 5);

        Assert.Equal(PassResult.MaxPassesReached, verdict.Result);
        Assert.Equal(0, verdict.WillRetry);
        Assert.Equal(
            "STOPPING: max passes (5) reached, 1 job still due in the next run; no attempt was possible in this pass",
            verdict.NextAction
        );
    }

    [Fact]
    public void Where_nothing_is_due_a_pass_without_attempts_is_over_as_any_other() =>
        Assert.Equal(
            (PassResult.AllComplete, PassResult.OnlyNonRetryable),
            (
                OfIdle(new JobTally { Succeeded = 1 }, pass: 1).Result,
                OfIdle(new JobTally { Succeeded = 1, Skipped = 1 }, pass: 1).Result
            )
        );

    private static PassVerdict OfIdle(JobTally jobs, int pass) =>
        PassVerdict.Of(false, new PassTally { Deferred = 2 }, jobs, pass, 5);

    private static PassVerdict Of(JobTally jobs, int pass = 2, bool stopped = false) =>
        PassVerdict.Of(stopped, Worked, jobs, pass, 5);
}
