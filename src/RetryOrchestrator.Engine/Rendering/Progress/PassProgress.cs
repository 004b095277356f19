using System.Collections.Immutable;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Rendering.Progress;

/// <summary>
/// How far a pass is in this sitting, folded from its events. A pass that is taken up again
/// begins at zero with the jobs still due, so that the time left is judged by this sitting alone.
/// </summary>
public sealed record PassProgress
{
    private ImmutableDictionary<
        (string JobId, int Number),
        RunningAttempt
    > Attempts { get; init; } =
        ImmutableDictionary<(string JobId, int Number), RunningAttempt>.Empty;

    // What was skipped before this sitting; null until a resumed pass has told its numbers.
    private int? SkippedBefore { get; init; }

    private int Ended { get; init; }

    /// <summary>The pass, from 1.</summary>
    public required int Pass { get; init; }

    /// <summary>The limit.</summary>
    public required int MaxPasses { get; init; }

    /// <summary>The jobs that were due when the sitting began.</summary>
    public required int Total { get; init; }

    /// <summary>When the sitting began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Attempts that failed in this sitting.</summary>
    public int Failed { get; private init; }

    /// <summary>Jobs skipped in this sitting.</summary>
    public int Skipped { get; private init; }

    /// <summary>Jobs this pass has no more to do with: attempted to the end, or skipped.</summary>
    public int Done => Math.Min(Total, Ended + Skipped);

    /// <summary>Done of Total, 0 to 100.</summary>
    public int Percent => Total == 0 ? 100 : (int)(Done * 100L / Total);

    /// <summary>One attempt for each busy worker, the one it has held longest, by worker.</summary>
    public IReadOnlyList<RunningAttempt> Running =>
        [
            .. Attempts
                .Values.GroupBy(attempt => attempt.Worker)
                .OrderBy(worker => worker.Key)
                .Select(worker => worker.MinBy(attempt => attempt.Since)!),
        ];

    /// <summary>Where a pass stands at its start.</summary>
    public static PassProgress Begin(PassStarted started) =>
        new()
        {
            Pass = started.Pass,
            MaxPasses = started.MaxPasses,
            Total = started.Due,
            StartedAt = started.At,
            SkippedBefore = started.Resumed ? null : 0,
        };

    /// <summary>
    /// Where it stands after a change. The end of an attempt whose start was not seen belongs to
    /// an earlier sitting and does not count.
    /// </summary>
    public PassProgress After(AttemptsMoved moved)
    {
        // Most of those that began have ended by the time they are told of: they need no place.
        var begun = moved.Started.ToDictionary(started => (started.JobId, started.Number));
        var attempts = Attempts.ToBuilder();
        var ended = moved
            .Ended.Where(attempt =>
                begun.Remove((attempt.JobId, attempt.Number))
                | attempts.Remove((attempt.JobId, attempt.Number))
            )
            .ToList();
        foreach (var (key, started) in begun)
        {
            attempts[key] = new(
                started.Worker,
                started.JobId,
                started.Number,
                started.Device,
                moved.At
            );
        }

        var skippedBefore = SkippedBefore ?? moved.Numbers.Pass.Skipped;
        return this with
        {
            Attempts = attempts.ToImmutable(),
            Ended = Ended + ended.Count,
            Failed = Failed + ended.Count(attempt => attempt.Outcome == AttemptOutcome.Failed),
            SkippedBefore = skippedBefore,
            Skipped = Math.Max(0, moved.Numbers.Pass.Skipped - skippedBefore),
        };
    }

    /// <summary>How long the rest of the pass will take, or null while nobody can tell.</summary>
    /// <param name="now">The time of asking, UTC.</param>
    public TimeSpan? Left(DateTimeOffset now) => TimeLeft.Estimate(now - StartedAt, Done, Total);
}

/// <summary>An attempt that is running.</summary>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="JobId">The job.</param>
/// <param name="Number">Which attempt of the job.</param>
/// <param name="Device">The device the job names, or null.</param>
/// <param name="Since">When it was claimed, UTC.</param>
public sealed record RunningAttempt(
    int Worker,
    string JobId,
    int Number,
    string? Device,
    DateTimeOffset Since
);
