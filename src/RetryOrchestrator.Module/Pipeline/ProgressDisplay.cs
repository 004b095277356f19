using System.Management.Automation;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The progress bars: one for the pass, one for each busy worker (none beyond eight workers, none
/// on a slow terminal), one for the wait. Drawn a few times a second at most, however fast the jobs
/// go.
/// </summary>
internal sealed class ProgressDisplay(
    PipelineOutput output,
    LatestProgress progress,
    int workers,
    TimeProvider time
)
{
    private const int PassId = 1;
    private const int WaitId = 2;
    private const int FirstWorkerId = 10;
    private const int MostWorkers = 8;
    private const int WidestBar = 120;

    private readonly DrawingPace _pace = new(time);
    private readonly HashSet<int> _shown = [];

    /// <summary>Draws where the pass stands, when the last drawing is old enough.</summary>
    public void Refresh()
    {
        if (progress.Pass is { } pass && _pace.IsDue)
        {
            _pace.Draw(() => Draw(pass));
        }
    }

    /// <summary>Draws how much of the wait is left, when the last drawing is old enough.</summary>
    public void Wait(WaitTicked tick)
    {
        if (_pace.IsDue)
        {
            _pace.Draw(() =>
                Show(
                    new ProgressRecord(
                        WaitId,
                        ProgressText.WaitActivity(tick),
                        ProgressText.WaitStatus(tick)
                    )
                    {
                        PercentComplete = ProgressText.WaitPercent(tick),
                        SecondsRemaining = tick.Remaining,
                    }
                )
            );
        }
    }

    /// <summary>Takes all bars away.</summary>
    public void Clear() => Remove([.. _shown.OrderDescending()]);

    private void Draw(PassProgress pass)
    {
        var now = progress.Now;
        var activity = ProgressText.Activity(pass);
        var seconds = (int)(pass.Left(now)?.TotalSeconds ?? -1);
        Show(
            new ProgressRecord(
                PassId,
                activity,
                ProgressText.Status(pass, now, Room(activity, seconds))
            )
            {
                PercentComplete = pass.Percent,
                SecondsRemaining = seconds,
            }
        );
        var busy = workers > MostWorkers ? [] : pass.Running;
        var drawn = new HashSet<int>();
        foreach (var attempt in busy)
        {
            if (_pace.TakesLong)
            {
                break;
            }

            var id = FirstWorkerId + attempt.Worker;
            drawn.Add(id);
            Show(
                new ProgressRecord(
                    id,
                    ProgressText.Worker(attempt),
                    ProgressText.WorkerStatus(attempt, now)
                )
                {
                    ParentActivityId = PassId,
                }
            );
        }

        Remove([.. _shown.Where(id => id > FirstWorkerId && !drawn.Contains(id))]);
    }

    // pwsh shows Pass 1 of 5 [37 of 200 done ... 250s], at most as wide as its MaxWidth is by default,
    // and cuts the middle out.
    private int Room(string activity, int seconds) =>
        Math.Min(output.Columns, WidestBar)
        - activity.Length
        - " [  ]".Length
        - (seconds < 0 ? 0 : $" {seconds}s".Length);

    private void Show(ProgressRecord record)
    {
        _shown.Add(record.ActivityId);
        output.Progress(record);
    }

    private void Remove(IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            _shown.Remove(id);
            output.Progress(
                new ProgressRecord(id, "done", "done")
                {
                    ParentActivityId = id > FirstWorkerId ? PassId : -1,
                    RecordType = ProgressRecordType.Completed,
                }
            );
        }
    }
}
