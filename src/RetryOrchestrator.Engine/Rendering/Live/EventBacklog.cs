using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// What has happened and is not shown yet, in order. What must be seen (passes, summaries) stays
/// however long it takes. What only tells of single attempts and warns is kept up to a limit; what
/// is beyond it leaves a gap that says how much it was. Not thread-safe.
/// </summary>
internal sealed class EventBacklog
{
    /// <summary>Lines about attempts that wait at most: a few megabytes.</summary>
    public const int MostLines = 20_000;

    /// <summary>Warnings that wait at most.</summary>
    public const int MostWarnings = 1_000;

    // A reader who is only a little late gets every second of the countdown.
    private const int MostTicks = 32;

    private readonly LinkedList<RunEvent> _events = [];
    private int _warnings;
    private bool _full;

    /// <summary>Lines about attempts that wait.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>Takes an event in, or notes that it is left out.</summary>
    public void Add(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case AttemptsMoved moved:
                AddLines(moved);
                break;
            case WarningRaised when _warnings >= MostWarnings:
                LeaveOut(runEvent.At, 0, 1);
                break;
            case WarningRaised:
                _warnings++;
                _events.AddLast(runEvent);
                break;
            case WaitTicked when _events is { Count: > MostTicks, Last.Value: WaitTicked }:
                _events.Last.Value = runEvent;
                break;
            default:
                _events.AddLast(runEvent);
                break;
        }
    }

    /// <summary>Gives out the oldest.</summary>
    public bool TryTake(out RunEvent? runEvent)
    {
        runEvent = _events.First?.Value;
        if (runEvent is null)
        {
            return false;
        }

        _events.RemoveFirst();
        switch (runEvent)
        {
            case AttemptsMoved moved:
                Lines -= LinesOf(moved);
                break;
            case WarningRaised:
                _warnings--;
                break;
        }

        return true;
    }

    // Once full it stays so until half is shown: one gap, not one after every other line.
    private void AddLines(AttemptsMoved moved)
    {
        var count = LinesOf(moved);
        _full = Lines + count > MostLines || (_full && Lines > MostLines / 2);
        if (_full)
        {
            LeaveOut(moved.At, count, 0);
            return;
        }

        Lines += count;
        _events.AddLast(moved);
    }

    private void LeaveOut(DateTimeOffset at, int lines, int warnings)
    {
        if (_events.Last is { Value: EventsLeftOut gap } last)
        {
            last.Value = gap with { Lines = gap.Lines + lines, Warnings = gap.Warnings + warnings };
            return;
        }

        _events.AddLast(new EventsLeftOut(at, lines, warnings));
    }

    private static int LinesOf(AttemptsMoved moved) => moved.Started.Count + moved.Ended.Count;
}
