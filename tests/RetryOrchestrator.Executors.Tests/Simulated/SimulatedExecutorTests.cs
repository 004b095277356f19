using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Simulated;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Simulated;

public sealed class SimulatedExecutorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_script_decides_by_the_attempts_that_counted_before()
    {
        Assert.Equal(
            AttemptResult.FailedWith("oops"),
            await Execute("oops; success", countedBefore: 0)
        );
        Assert.Same(AttemptResult.Success, await Execute("oops; success", countedBefore: 1));
    }

    [Fact]
    public void Without_a_duration_an_attempt_ends_at_once() =>
        Assert.True(Execute("success").IsCompleted);

    [Fact]
    public async Task An_attempt_takes_the_time_its_script_says()
    {
        var run = Execute("success after 2s").AsTask();

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Same(AttemptResult.Success, await run);
    }

    [Fact]
    public async Task The_usual_time_holds_where_a_script_says_none()
    {
        var executor = new SimulatedExecutor(0, TimeSpan.FromSeconds(5), _time);
        Assert.Equal(1, executor.ClaimAhead);
        var run = executor.ExecuteAsync(Of("success"), Signals).AsTask();

        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Same(AttemptResult.Success, await run);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("success after 2m")]
    public async Task A_stop_ends_an_attempt_that_takes_time(string script)
    {
        var run = Execute(script).AsTask();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(run.IsCompleted);

        await _stop.CancelAsync();

        Assert.Same(AttemptResult.Stopped, await run);
    }

    [Fact]
    public async Task A_faulty_script_that_got_past_intake_is_the_fault_of_the_job()
    {
        var failed = Assert.IsType<AttemptResult.Failed>(await Execute("success;;"));

        Assert.Equal(FailureCategory.Input, failed.Evidence.DeclaredCategory);
        Assert.Contains("entry 2", failed.Evidence.Message);
    }

    [Fact]
    public void Without_a_seed_it_says_which_one_it_has() =>
        Assert.Equal("simulated (seed 1)", new SimulatedExecutor().Description);

    [Fact]
    public void Chance_gives_the_same_outcome_for_the_same_seed_job_and_attempt()
    {
        var first = Draw(seed: 7);

        Assert.Equal(first, Draw(seed: 7));
        Assert.NotEqual(first, Draw(seed: 8));
    }

    [Fact]
    public void Chance_is_pinned_so_that_a_run_can_be_replayed_by_a_later_version() =>
        Assert.Equal(
            [
                "A session is either terminated or not started",
                "Connection reset by peer",
                null,
                null,
            ],
            Draw(seed: 1)
                .Take(4)
                .Select(result => (result as AttemptResult.Failed)?.Evidence.Message)
        );

    [Fact]
    public void Chance_lets_most_attempts_succeed_and_fails_the_others_for_all_reasons()
    {
        var outcomes = Draw(seed: 3);

        Assert.InRange(outcomes.Count(result => result is AttemptResult.Succeeded), 7400, 7800);
        Assert.Equal(11, outcomes.Distinct().Count());
    }

    [Fact]
    public void A_job_that_failed_by_chance_may_succeed_next_time()
    {
        var executor = new SimulatedExecutor(seed: 3);

        Assert.Contains(
            Enumerable.Range(0, 20),
            attempt =>
                executor
                    .ExecuteAsync(Attempts.Of(Attempts.Job("j1"), countedBefore: attempt), default)
                    .Result is AttemptResult.Succeeded
        );
    }

    private static List<AttemptResult> Draw(int seed)
    {
        var executor = new SimulatedExecutor(seed);
        return
        [
            .. Enumerable
                .Range(0, 10_000)
                .Select(i =>
                    executor.ExecuteAsync(Attempts.Of(Attempts.Job($"j{i}")), default).Result
                ),
        ];
    }

    private StopSignals Signals => new(_stop.Token, CancellationToken.None);

    private ValueTask<AttemptResult> Execute(string script, int countedBefore = 0) =>
        new SimulatedExecutor(0, default, _time).ExecuteAsync(Of(script, countedBefore), Signals);

    private static Attempt Of(string script, int countedBefore = 0) =>
        Attempts.Of(Attempts.Job("j1", ("simulate", script)), countedBefore: countedBefore);
}
