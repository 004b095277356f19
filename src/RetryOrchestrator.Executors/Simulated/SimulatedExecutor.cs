using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Simulated;

/// <summary>
/// Runs nothing: attempts end as the <c>simulate</c> column scripts them
/// (<see cref="SimulationScript"/>), or by seeded chance. No device, no side effect.
/// </summary>
/// <param name="seed">
/// Decides the outcomes of jobs without a script: the same seed, job and attempt always give the
/// same outcome.
/// </param>
/// <param name="perAttempt">
/// How long an attempt takes whose script does not say. Default none: it ends at once.
/// </param>
/// <param name="time">The clock.</param>
public sealed class SimulatedExecutor(
    int seed = SimulatedExecutor.DefaultSeed,
    TimeSpan perAttempt = default,
    TimeProvider? time = null
) : IJobExecutor
{
    /// <summary>The seed when none is given.</summary>
    public const int DefaultSeed = 1;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Description =>
        perAttempt == TimeSpan.Zero
            ? $"simulated (seed {seed})"
            : FormattableString.Invariant(
                $"simulated (seed {seed}, {perAttempt.TotalSeconds:0.###} s each)"
            );

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    /// <remarks>
    /// Attempts that take time are claimed one by one, or they would wait behind each other while
    /// other workers are free.
    /// </remarks>
    public int ClaimAhead => perAttempt == TimeSpan.Zero ? 64 : 1;

    /// <inheritdoc/>
    /// <remarks>There is nothing but the worker's thread, for attempts that cost next to nothing.</remarks>
    public TimeSpan OpeningCost =>
        perAttempt == TimeSpan.Zero ? TimeSpan.FromMilliseconds(0.5) : TimeSpan.Zero;

    /// <inheritdoc/>
    public ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (signals.Stop.IsCancellationRequested)
        {
            return ValueTask.FromResult(AttemptResult.Stopped);
        }

        var (result, after) = Step(attempt);
        var duration = after ?? perAttempt;
        return result is not null && duration == TimeSpan.Zero
            ? ValueTask.FromResult(result)
            : WaitAsync(result, duration, signals.Stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SimulatedStep Step(Attempt attempt)
    {
        var text = attempt.Job.Columns[SimulationScript.ColumnName];
        if (string.IsNullOrWhiteSpace(text))
        {
            return new(SimulatedChance.Draw(seed, attempt.Job.Id, attempt.CountedBefore), null);
        }

        return SimulationScript.TryParse(text, out var script, out var problem)
            ? script!.Step(attempt.CountedBefore)
            : new(SimulatedStep.Declared(FailureCategory.Input, problem!), TimeSpan.Zero);
    }

    private async ValueTask<AttemptResult> WaitAsync(
        AttemptResult? result,
        TimeSpan duration,
        CancellationToken stop
    )
    {
        var wait = result is null ? Timeout.InfiniteTimeSpan : duration;
        var delay = Task.Delay(wait, _time, stop);
        await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return delay.IsCanceled || result is null ? AttemptResult.Stopped : result;
    }
}
