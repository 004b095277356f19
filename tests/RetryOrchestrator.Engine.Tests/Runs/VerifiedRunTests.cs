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

/// <summary>What becomes of uncertain jobs when somebody can be asked whether it happened.</summary>
public sealed class VerifiedRunTests : IDisposable
{
    private readonly PostingRun _posting = new();

    private RunHarness Run => _posting.Harness;

    public void Dispose()
    {
        _posting.Dispose();
    }

    [Fact]
    public async Task Whether_it_happened_is_asked_first_and_yes_is_success()
    {
        var verifier = _posting.Answer(Verification.Happened);

        var end = await Run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.True(end.AllSucceeded);
        Assert.Equal([("v1", Word)], verifier.Asked);
        var attempt = Assert.Single(Run.Attempts(), attempt => attempt.JobId == "v1");
        Assert.Equal(
            (AttemptOutcome.Uncertain, Verification.Happened),
            (attempt.Outcome, attempt.Verification)
        );
        Assert.Null(Run.Jobs()[0].LastError);
        var pass = Assert.Single(Run.Passes());
        Assert.Equal((2, 0, PassResult.AllComplete), (pass.Succeeded, pass.Uncertain, pass.Result));
    }

    [Fact]
    public async Task No_is_retried_within_the_limits()
    {
        _posting.Answer(Verification.DidNotHappen);

        var end = await Run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore < 2 ? PostThenDie(attempt) : Result.Ok
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(
            [Verification.DidNotHappen, Verification.DidNotHappen, null],
            Run.Attempts().Select(attempt => attempt.Verification)
        );

        end = await Run.StartAsync(ListSource.Of("v1", "v3"), DieAlways);
        Assert.Equal(1, end.Jobs.FailedInfrastructure);
        Assert.Equal(4, Run.Attempts().Count(attempt => attempt.JobId == "v3"));
    }

    [Fact]
    public async Task No_answer_stays_uncertain_and_is_asked_again_at_the_next_start()
    {
        var first = _posting.Answer(Verification.NoAnswer, "the site is down");
        var end = await Run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal("the site is down", Run.Attempts()[0].VerificationNote);
        Assert.Single(first.Asked);

        var second = _posting.Answer(Verification.Happened);
        end = await Run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.True(end.AllSucceeded);
        Assert.Equal([("v1", Word)], second.Asked);
        Assert.Equal(Verification.Happened, Run.Attempts()[0].Verification);
        Assert.Equal(2, Run.Attempts().Count);
        Assert.Equal("v1", Assert.Single(Assert.Single(Run.Events.Of<JobsVerified>()).Jobs).JobId);
    }

    [Fact]
    public async Task What_is_answered_with_no_at_the_next_start_is_due_in_its_first_pass()
    {
        await Run.StartAsync(ListSource.Of("v1"), PostThenDie);
        _posting.Answer(Verification.DidNotHappen);

        var end = await Run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Equal(2, Run.Attempts().Count);
    }

    [Fact]
    public async Task A_stop_while_it_is_asked_between_two_passes_begins_no_further_one()
    {
        using var stop = new CancellationTokenSource();
        Run.Stop = stop.Token;
        var asked = 0;
        Run.Verifier = new DelegateVerifier(_ =>
        {
            if (++asked == 2)
            {
                stop.Cancel();
            }

            return new VerificationAnswer(Verification.NoAnswer, "the site is down");
        });

        var end = await Run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt => attempt.Job.Id == "v1" ? PostThenDie(attempt) : Result.Infrastructure
        );

        Assert.Equal((true, 1, 2), (end.Stopped, end.Passes, asked));
        Assert.Equal(PassResult.RetryableRemaining, Assert.Single(Run.Passes()).Result);
        Assert.Equal(RunState.Stopped, Run.Read(reader => reader.ReadStatus()).State);
    }

    [Fact]
    public async Task A_verifier_that_throws_has_no_answer()
    {
        Run.Verifier = new DelegateVerifier(_ => throw new InvalidOperationException("broken"));

        var end = await Run.StartAsync(ListSource.Of("v1"), PostThenDie);

        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal("broken", Run.Attempts()[0].VerificationNote);
    }
}
