using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>A run whose process dies, and the start that goes on with it.</summary>
public sealed class CutOffRunTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task An_attempt_under_which_the_process_died_costs_its_job_nothing_and_is_swept()
    {
        await DieUnderTheSecondAsync();

        var end = await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        // The words of the dead process, of its servers and of the attempt, which had a shorter one
        // in earlier versions.
        Assert.Equal(4, _run.Processes.Swept.Count);
        Assert.Single(_run.Processes.Swept, word => IsOfEarlierVersions(word, attempt: 2));
        Assert.Equal(
            [
                ("v1", AttemptOutcome.Success),
                ("v2", AttemptOutcome.Interrupted),
                ("v2", AttemptOutcome.Success),
                ("v3", AttemptOutcome.Success),
            ],
            _run.Attempts().Select(a => (a.JobId, a.Outcome!.Value))
        );
        var pass = Assert.Single(_run.Passes());
        Assert.Equal((3, 0, 1), (pass.Succeeded, pass.Failed, pass.GivenBack));
        Assert.Equal("orchestrator_interrupted", _run.Attempts()[1].FailureType);
    }

    [Fact]
    public async Task Nothing_is_ended_of_a_process_that_lives_though_its_state_was_copied()
    {
        await DieUnderTheSecondAsync();
        _run.Processes.Alive.Add(_run.Processes.Current);

        var copied = await Record.ExceptionAsync(() =>
            _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok)
        );

        // Whether the state may be taken or not is its owner's lock's business.
        Assert.True(copied is null or LiveRunException);
        Assert.Empty(_run.Processes.Swept);
    }

    [Fact]
    public async Task What_may_be_the_users_own_is_told_and_left_alone()
    {
        await DieUnderTheSecondAsync();
        _run.Processes.Spared.Add("77 (sleep 60)");

        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        Assert.Contains("77 (sleep 60)", Assert.Single(_run.Events.Of<WarningRaised>()).Message);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public async Task A_pass_that_was_cut_off_after_its_last_attempt_is_ended_with_all_its_numbers(
        int maxPasses
    )
    {
        _run.WrapStore = store => new CrashingStore(store, CrashingStore.Never)
        {
            CrashOnEndOfPass = true,
        };
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok)
        );
        _run.WrapStore = store => store;
        _run.Options = _run.Options with { MaxPasses = maxPasses };

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Account);

        Assert.Equal(PassResult.AllComplete, end.Result);
        var pass = Assert.Single(_run.Events.Of<PassEnded>()).Summary;
        Assert.Equal(pass, Assert.Single(_run.Passes()));
        Assert.Equal((2, 2, 1L), (pass.Processed, pass.Succeeded, pass.RunId));
        Assert.Equal(2, _run.Attempts().Count);
    }

    [Fact]
    public async Task When_the_state_cannot_be_written_the_attempts_are_stopped_and_the_run_ends()
    {
        _run.Options = _run.Options with { Workers = 2 };
        var atWork = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        _run.WrapStore = store => new CrashingStore(store, CrashingStore.Never)
        {
            CrashOnEndOf = 1,
        };

        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(
                ListSource.Of("v1", "v2"),
                new DelegateExecutor(
                    async (attempt, signals) =>
                    {
                        if (attempt.Job.Id == "v1")
                        {
                            await atWork.Task;
                            return Result.Ok;
                        }

                        atWork.SetResult();
                        await using var asked = signals.Stop.Register(stopped.SetResult);
                        await stopped.Task;
                        return AttemptResult.Stopped;
                    }
                )
            )
        );

        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    private async Task DieUnderTheSecondAsync()
    {
        _run.WrapStore = store => new CrashingStore(store, CrashingStore.Never)
        {
            CrashOnEndOf = 2,
        };
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok)
        );
        _run.WrapStore = store => store;
    }

    private static bool IsOfEarlierVersions(string word, int attempt) =>
        word.Split('.') is [{ Length: 32 }, var id] && id == $"{attempt}";
}
