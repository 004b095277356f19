using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Execution;

public sealed class AttemptRunnerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _runStop = new();
    private readonly CancellationTokenSource _runKill = new();

    public void Dispose()
    {
        _runStop.Dispose();
        _runKill.Dispose();
    }

    [Fact]
    public async Task What_the_executor_returns_is_the_verdict()
    {
        Assert.Equal(AttemptOutcome.Success, (await Run(_ => AttemptResult.Success)).Outcome);
        Assert.Equal(
            "no luck",
            (await Run(_ => AttemptResult.FailedWith("no luck"))).Failure!.Message
        );
    }

    [Fact]
    public async Task What_the_executor_had_sorted_is_not_sorted_again()
    {
        var sorted = new Failure(FailureCategory.Input, "bad_file", "the file is empty", "mine");

        var verdict = await Run(_ => new AttemptResult.Failed(
            new FailureEvidence { Message = "ADB timeout" }
        )
        {
            Sorted = sorted,
        });

        Assert.Same(sorted, verdict.Failure);
    }

    [Fact]
    public async Task An_exception_that_escapes_is_a_failed_attempt()
    {
        var verdict = await Run(_ => throw new InvalidDataException("bad bytes"));

        Assert.Equal(AttemptOutcome.Failed, verdict.Outcome);
        Assert.Equal("bad bytes", verdict.Failure!.Message);
    }

    [Fact]
    public async Task An_attempt_over_its_time_limit_is_stopped_and_fails_as_a_timeout()
    {
        var running = Run(UntilStopped);

        _time.Advance(TimeSpan.FromSeconds(300));
        var verdict = await running;

        Assert.Equal(AttemptOutcome.Failed, verdict.Outcome);
        Assert.Equal(FailureCategory.Infrastructure, verdict.Failure!.Category);
        Assert.Equal("timeout", verdict.Failure.Type);
        Assert.Equal("The attempt exceeded its time limit of 300 s", verdict.Failure.Message);
    }

    [Fact]
    public async Task The_time_limit_starts_anew_with_each_attempt()
    {
        using var runner = Runner(UntilStopped);
        var first = runner.RunAsync(AnAttempt());
        _time.Advance(TimeSpan.FromSeconds(300));
        await first;

        var second = runner.RunAsync(AnAttempt());
        _time.Advance(TimeSpan.FromSeconds(299));

        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("timeout", (await second).Failure!.Type);
    }

    [Fact]
    public async Task What_there_was_no_room_for_is_tried_again_when_there_is_with_all_its_time()
    {
        var room = new TaskCompletionSource();
        var refused = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var running = OnItsThread(
            (attempt, signals) =>
            {
                if (refused.TrySetResult())
                {
                    return ValueTask.FromResult<AttemptResult>(
                        new AttemptResult.Deferred("no room") { Again = room.Task }
                    );
                }

                begun.SetResult();
                return UntilStopped(attempt, signals);
            }
        );
        await refused.Task;
        // Longer than the time limit.
        _time.Advance(TimeSpan.FromSeconds(400));

        room.SetResult();
        await begun.Task;
        _time.Advance(TimeSpan.FromSeconds(299));
        await _runStop.CancelAsync();

        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    [Fact]
    public async Task What_waits_for_room_when_the_run_is_stopped_is_cancelled()
    {
        var refused = new TaskCompletionSource();
        var running = OnItsThread(
            (_, _) =>
            {
                refused.SetResult();
                return ValueTask.FromResult<AttemptResult>(
                    new AttemptResult.Deferred("no room")
                    {
                        Again = new TaskCompletionSource().Task,
                    }
                );
            }
        );
        await refused.Task;

        await _runStop.CancelAsync();

        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    [Fact]
    public async Task The_operators_stop_cancels_the_attempt()
    {
        var running = Run(UntilStopped);

        await _runStop.CancelAsync();

        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    [Fact]
    public async Task An_attempt_that_finishes_in_spite_of_the_stop_is_a_success()
    {
        var running = Run(
            async (_, signals) =>
            {
                await UntilStopped(null!, signals);
                return AttemptResult.Success;
            }
        );

        await _runStop.CancelAsync();

        Assert.Equal(AttemptOutcome.Success, (await running).Outcome);
    }

    [Fact]
    public async Task After_a_stop_nothing_is_started()
    {
        await _runStop.CancelAsync();

        var verdict = await Run(_ => throw new InvalidOperationException("started"));

        Assert.Equal(AttemptOutcome.Cancelled, verdict.Outcome);
    }

    [Fact]
    public async Task Force_comes_only_after_the_time_for_an_orderly_end()
    {
        StopSignals seen = default;
        var ignoring = new TaskCompletionSource<AttemptResult>();
        var running = Run(
            (_, signals) =>
            {
                seen = signals;
                signals.Kill.Register(() => ignoring.SetResult(AttemptResult.Stopped));
                return new ValueTask<AttemptResult>(ignoring.Task);
            }
        );

        await _runStop.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(seen.Stop.IsCancellationRequested);
        Assert.False(seen.Kill.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    [Fact]
    public async Task An_operator_who_will_not_wait_has_force_used_at_once()
    {
        var ignoring = new TaskCompletionSource<AttemptResult>();
        var running = Run(
            (_, signals) =>
            {
                signals.Kill.Register(() => ignoring.SetResult(AttemptResult.Stopped));
                return new ValueTask<AttemptResult>(ignoring.Task);
            }
        );
        await _runStop.CancelAsync();
        Assert.False(running.IsCompleted);

        await _runKill.CancelAsync();

        Assert.Equal(AttemptOutcome.Cancelled, (await running).Outcome);
    }

    private static async ValueTask<AttemptResult> UntilStopped(Attempt attempt, StopSignals signals)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = signals.Stop.Register(stopped.SetResult);
        await stopped.Task;
        return AttemptResult.Stopped;
    }

    private Task<AttemptVerdict> Run(Func<Attempt, AttemptResult> execute) =>
        Run((attempt, _) => ValueTask.FromResult(execute(attempt)));

    // As a worker does.
    private Task<AttemptVerdict> OnItsThread(
        Func<Attempt, StopSignals, ValueTask<AttemptResult>> execute
    ) =>
        Task.Factory.StartNew(
            () => Run(execute).GetAwaiter().GetResult(),
            TaskCreationOptions.LongRunning
        );

    private async Task<AttemptVerdict> Run(
        Func<Attempt, StopSignals, ValueTask<AttemptResult>> execute
    )
    {
        using var runner = Runner(execute);
        return await runner.RunAsync(AnAttempt());
    }

    private AttemptRunner Runner(Func<Attempt, StopSignals, ValueTask<AttemptResult>> execute) =>
        new(
            new DelegateExecutor(execute),
            new PlainClassifier(),
            new OrchestratorOptions(),
            _time,
            new StopSignals(_runStop.Token, _runKill.Token)
        );

    private static Attempt AnAttempt() =>
        new()
        {
            Id = 1,
            Job = new Job("v1", new JobColumns([new("job_id", "v1")])),
            RunId = 1,
            Pass = 1,
            Worker = 1,
            Number = 1,
            CountedBefore = 0,
            ArtifactFolder = "unused",
            Token = "token.1",
        };
}
