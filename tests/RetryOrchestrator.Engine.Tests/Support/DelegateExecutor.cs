using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

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

    public TimeSpan OpeningCost { get; init; }

    /// <summary>Gets a worker ready.</summary>
    public Func<int, Task> OnOpen { get; init; } = _ => Task.CompletedTask;

    /// <summary>Told of each pass before it begins.</summary>
    public Action<int> OnPass { get; init; } = _ => { };

    /// <summary>The most attempts at once.</summary>
    public Func<int?> Concurrency { get; init; } = () => null;

    public int? MaxConcurrency => Concurrency();

    public ValueTask BeginPassAsync(int pass, CancellationToken stop)
    {
        OnPass(pass);
        return ValueTask.CompletedTask;
    }

    public async ValueTask OpenWorkerAsync(int worker, CancellationToken enough) =>
        await OnOpen(worker).WaitAsync(enough);

    public ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals) =>
        execute(attempt, signals);

    /// <summary>What attempts that succeeded were found to have left at work.</summary>
    public Func<bool, IReadOnlyList<AttemptLeftovers>> OnTakeLeftovers { get; init; } = _ => [];

    public IReadOnlyList<AttemptLeftovers> TakeLeftovers(bool passIsOver) =>
        OnTakeLeftovers(passIsOver);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
