using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>An executor whose attempts are whatever the test says.</summary>
internal sealed class DelegateExecutor(Func<Attempt, StopSignals, ValueTask<AttemptResult>> execute)
    : IJobExecutor
{
    public DelegateExecutor(Func<Attempt, AttemptResult> execute)
        : this((attempt, _) => ValueTask.FromResult(execute(attempt))) { }

    public string Description => "a test";

    public bool IsSimulated { get; init; }

    public int ClaimAhead { get; init; } = 1;

    public ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals) =>
        execute(attempt, signals);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
