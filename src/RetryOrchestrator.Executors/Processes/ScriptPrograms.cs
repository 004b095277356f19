using System.Collections.Concurrent;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// What scripts start. They share one process and its environment, so that what they start does not
/// say by itself whose it is: it is told by the thread that started it, and given the
/// <see cref="InheritedMark"/> of its attempt while that is at work.
/// </summary>
/// <remarks>
/// On Linux. Scripts that end before the first look cost nothing. What threads of a script's own
/// start (thread jobs, <c>-Parallel</c>) cannot be told from what the user starts beside the run,
/// and is left alone.
/// </remarks>
public sealed class ScriptPrograms : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<ScriptWork, bool> _atWork = new();
    private readonly ConcurrentDictionary<ScriptThread, bool> _givenUp = new();
    private readonly SessionMark _session;
    private readonly bool _isOurs;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private int _looking;

    /// <param name="isOurs">
    /// Whether this process is there for its run alone: nobody else starts anything in it.
    /// </param>
    /// <param name="time">The clock.</param>
    public ScriptPrograms(bool isOurs, TimeProvider time)
    {
        _isOurs = isOurs;
        _time = time;
        _session = new SessionMark(isOurs);
        _timer = InheritedMark.IsSupported
            ? time.CreateTimer(_ => Look(), null, Interval, Interval)
            : null;
    }

    /// <summary>An attempt's script is about to run on a thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="token">The attempt's token.</param>
    public ScriptWork Begin(ScriptThread thread, string token)
    {
        var work = new ScriptWork(thread, token, _session.Value, _time, Forget)
        {
            // Nobody else is at work to whom an orphan could belong.
            IsAlone = _isOurs && _atWork.IsEmpty,
        };
        _atWork[work] = true;
        if (_atWork.Count > 1)
        {
            foreach (var other in _atWork.Keys)
            {
                other.IsAlone = false;
            }
        }

        return work;
    }

    /// <summary>What this thread starts from now on is ended at once: its attempt is over.</summary>
    public void GiveUp(ScriptThread thread) => _givenUp[thread] = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _session.Dispose();
    }

    private void Forget(ScriptWork work) => _atWork.TryRemove(work, out _);

    private void Look()
    {
        if ((_atWork.IsEmpty && _givenUp.IsEmpty) || Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        try
        {
            if (!_isOurs)
            {
                SpareWhatOthersStarted();
            }

            foreach (var work in _atWork.Keys)
            {
                work.Look();
            }

            foreach (var thread in _givenUp.Keys)
            {
                EndChildren(thread);
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    // The user's own: it must not look like the run's.
    private void SpareWhatOthersStarted()
    {
        var workers = _atWork
            .Keys.Select(work => work.Thread.Id)
            .Concat(_givenUp.Keys.Select(thread => thread.Id))
            .ToHashSet();
        var theirs = ThreadChildren
            .Threads()
            .Where(thread => !workers.Contains(thread))
            .SelectMany(ThreadChildren.Of)
            .Where(child => child.Mark == _session.Value);
        foreach (var child in theirs)
        {
            InheritedMark.Put(child.Id, null);
        }
    }

    private static void EndChildren(ScriptThread thread)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var child in ThreadChildren.Of(thread.Id))
        {
            UnixSignal.Send(child.Id, UnixSignal.Kill);
        }
    }
}
