using System.Management.Automation;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The progress bars: one for the pass, one for each busy worker (none beyond eight workers), one
/// for the wait. Drawn a few times a second, however fast the jobs go.
/// </summary>
internal sealed class ProgressDisplay(PipelineOutput output, int workers, TimeProvider time)
{
    private const int PassId = 1;
    private const int WaitId = 2;
    private const int FirstWorkerId = 10;
    private const int MostWorkers = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Not the times of the events: those are of the wall clock, which may be set during a pass.
    private readonly SteadyClock _clock = new(time);
    private readonly HashSet<int> _shown = [];
    private PassProgress? _pass;
    private long _drawn;

    /// <summary>Takes note of an event.</summary>
    public void Follow(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case PassStarted started:
                _pass = PassProgress.Begin(started with { At = _clock.Now });
                Draw();
                break;
            case AttemptsMoved moved:
                _pass = _pass?.After(moved with { At = _clock.Now });
                Refresh();
                break;
            case PassEnded:
                _pass = null;
                Clear();
                break;
            case WaitTicked tick:
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
                );
                break;
            case WaitEnded:
                Clear();
                break;
        }
    }

    /// <summary>Draws again when the last drawing is old enough.</summary>
    public void Refresh()
    {
        if (_pass is not null && time.GetElapsedTime(_drawn) >= Interval)
        {
            Draw();
        }
    }

    /// <summary>Takes all bars away.</summary>
    public void Clear()
    {
        foreach (var id in _shown.OrderDescending())
        {
            output.Progress(
                new ProgressRecord(id, "done", "done") { RecordType = ProgressRecordType.Completed }
            );
        }

        _shown.Clear();
    }

    private void Draw()
    {
        var now = _clock.Now;
        var pass = _pass!;
        _drawn = time.GetTimestamp();
        Show(
            new ProgressRecord(PassId, ProgressText.Activity(pass), ProgressText.Status(pass, now))
            {
                PercentComplete = pass.Percent,
                SecondsRemaining = (int)(pass.Left(now)?.TotalSeconds ?? -1),
            }
        );
        if (workers > MostWorkers)
        {
            return;
        }

        var busy = pass.Running;
        foreach (var attempt in busy)
        {
            Show(
                new ProgressRecord(
                    FirstWorkerId + attempt.Worker,
                    ProgressText.Worker(attempt),
                    ProgressText.WorkerStatus(attempt, now)
                )
                {
                    ParentActivityId = PassId,
                }
            );
        }

        var idle = _shown
            .Where(id => id > FirstWorkerId)
            .Except(busy.Select(attempt => FirstWorkerId + attempt.Worker))
            .ToList();
        foreach (var id in idle)
        {
            _shown.Remove(id);
            output.Progress(
                new ProgressRecord(id, "idle", "idle")
                {
                    ParentActivityId = PassId,
                    RecordType = ProgressRecordType.Completed,
                }
            );
        }
    }

    private void Show(ProgressRecord record)
    {
        _shown.Add(record.ActivityId);
        output.Progress(record);
    }
}
