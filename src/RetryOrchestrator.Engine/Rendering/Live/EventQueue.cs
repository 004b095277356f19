using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// The one queue between a run and the one thread that shows it. It never holds the
/// run up, however long the reader is stuck in a terminal that nobody reads, and never grows
/// without bound: see <see cref="EventBacklog"/>.
/// </summary>
/// <remarks>
/// Jobs that take no time move thousands of times a second, and to wake the reader each time would
/// cost more than they do. How far they are is a latest value, and their lines wait until the
/// reader looks by itself; anything else wakes it.
/// </remarks>
/// <param name="lines">Whether each attempt is to be told of (<c>-Verbose</c>).</param>
/// <param name="time">The clock.</param>
public sealed class EventQueue(bool lines, TimeProvider time) : IEventSink
{
    private const int ManyLines = 128;

    private readonly object _gate = new();
    private readonly EventBacklog _backlog = new();
    private readonly FailedJobs _failed = new();
    private TaskCompletionSource? _shown;
    private bool _isShowing;
    private bool _completed;
    private bool _woken;

    /// <summary>How far the pass is, for whoever draws it.</summary>
    public LatestProgress Progress { get; } = new(time);

    /// <inheritdoc/>
    public void Publish(RunEvent runEvent)
    {
        lock (_gate)
        {
            Progress.Follow(runEvent);
            if (_failed.Of(runEvent) is { } failed)
            {
                _backlog.Add(failed);
                Wake();
            }

            if (runEvent is not AttemptsMoved)
            {
                _backlog.Add(runEvent);
                Wake();
            }
            else if (lines)
            {
                _backlog.Add(runEvent);
                if (_backlog.Lines >= ManyLines)
                {
                    Wake();
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task Shown
    {
        get
        {
            lock (_gate)
            {
                if (_backlog.IsEmpty && !_isShowing)
                {
                    return Task.CompletedTask;
                }

                _shown ??= new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously
                );
                return _shown.Task;
            }
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Wake();
        }
    }

    /// <summary>
    /// Reads to the end, blocking. Now and then, and where nothing comes for a while, it yields
    /// null, so that what depends on the clock can be drawn again.
    /// </summary>
    /// <param name="patience">How long it sleeps at most before it looks.</param>
    public IEnumerable<RunEvent?> ReadAll(TimeSpan patience)
    {
        do
        {
            Sleep(patience);
            while (TryTake(out var runEvent))
            {
                yield return runEvent;
            }

            yield return null;
        } while (!IsOver);
    }

    private bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _completed && _backlog.IsEmpty;
            }
        }
    }

    private bool TryTake(out RunEvent? runEvent)
    {
        lock (_gate)
        {
            // Who asks for the next has shown the one before.
            _isShowing = _backlog.TryTake(out runEvent);
            if (!_isShowing)
            {
                _shown?.SetResult();
                _shown = null;
            }

            return _isShowing;
        }
    }

    private void Wake()
    {
        _woken = true;
        Monitor.Pulse(_gate);
    }

    private void Sleep(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (!_woken)
            {
                Monitor.Wait(_gate, atMost);
            }

            _woken = false;
        }
    }
}
