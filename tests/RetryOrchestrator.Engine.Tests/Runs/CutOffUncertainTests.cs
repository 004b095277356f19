using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;
using static RetryOrchestrator.Engine.Tests.Support.PostingRun;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Jobs that are past their point of no return when the process dies or the operator stops the run.</summary>
public sealed class CutOffUncertainTests : IDisposable
{
    private readonly PostingRun _posting = new();
    private readonly CancellationTokenSource _stop = new();

    private RunHarness Run => _posting.Harness;

    public void Dispose()
    {
        _posting.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Verification.Happened)]
    [InlineData(Verification.DidNotHappen)]
    public async Task What_was_in_flight_after_it_when_the_process_died_is_settled_so(
        Verification? answer
    )
    {
        await CrashAsync();
        var verifier = answer is { } given ? _posting.Answer(given) : null;
        var again = 0;

        var end = await Run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
            {
                again += attempt.Job.Id == "v1" ? 1 : 0;
                return Result.Ok;
            }
        );

        Assert.Equal(1, Run.Events.Of<RunOpened>().Last().CutOffPastCheckpoint);
        Assert.Equal(answer == Verification.DidNotHappen ? 1 : 0, again);
        Assert.Equal(answer is null ? 1 : 0, end.Jobs.Uncertain);
        Assert.Equal(answer is null ? 0 : 1, verifier?.Asked.Count ?? 0);
        Assert.Equal(
            (AttemptOutcome.Uncertain, Failure.InterruptedType, Word),
            (Run.Attempts()[0].Outcome, Run.Attempts()[0].FailureType, Run.Attempts()[0].Checkpoint)
        );
    }

    [Fact]
    public async Task A_start_that_is_stopped_before_its_first_pass_leaves_that_to_be_settled_by_the_next()
    {
        await CrashAsync();
        Run.Stop = _stop.Token;
        Run.OnEvent = happened =>
        {
            if (happened is RunOpened)
            {
                _stop.Cancel();
            }
        };
        Assert.Equal(0, (await Run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok)).Passes);

        Run.Stop = default;
        var ran = new List<string>();
        var end = await Run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
            {
                ran.Add(attempt.Job.Id);
                return Result.Ok;
            }
        );

        Assert.Equal(["v2"], ran);
        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal(Word, Run.Attempts()[0].Checkpoint);
    }

    [Fact]
    public async Task What_was_in_flight_before_it_when_the_process_died_is_done_again()
    {
        await CrashAsync(passes: false);

        var end = await Run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Equal(0, Run.Events.Of<RunOpened>().Last().CutOffPastCheckpoint);
        Assert.Equal(AttemptOutcome.Interrupted, Run.Attempts()[0].Outcome);
    }

    [Fact]
    public async Task What_the_operator_stops_after_it_is_uncertain_and_asked_about_by_the_next_start()
    {
        var verifier = _posting.Answer(Verification.DidNotHappen);
        Run.Stop = _stop.Token;
        var stopped = await Run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                Checkpoints.Write(attempt.CheckpointPath!, Word);
                _stop.Cancel();
                return AttemptResult.Stopped;
            }
        );

        Assert.Equal((true, 1), (stopped.Stopped, stopped.Jobs.Uncertain));
        Assert.Empty(verifier.Asked);

        Run.Stop = default;
        var end = await Run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Single(verifier.Asked);
        Assert.Equal("stopped", Run.Attempts()[0].FailureType);
    }

    // The process dies before it can record the end of the first attempt.
    private async Task CrashAsync(bool passes = true)
    {
        Run.WrapStore = inner => new CrashingStore(inner, CrashingStore.Never) { CrashOnEndOf = 1 };
        await Assert.ThrowsAsync<CrashException>(() =>
            Run.StartAsync(
                ListSource.Of("v1", "v2"),
                attempt =>
                {
                    if (passes)
                    {
                        Checkpoints.Write(attempt.CheckpointPath!, Word);
                    }

                    return Result.Ok;
                }
            )
        );
        Run.WrapStore = store => store;
    }
}
