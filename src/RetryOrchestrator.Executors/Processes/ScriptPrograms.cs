using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// What scripts start. They share one process and its environment, so that what they start does not
/// say by itself whose it is: it is told by the thread that started it, and given the
/// <see cref="InheritedMark"/> of its attempt while that is at work.
/// </summary>
/// <remarks>
/// On Linux. Scripts that succeed before the first look cost nothing. What is orphaned between two
/// looks, and what threads of a script's own start (thread jobs, <c>-Parallel</c>), is told by its
/// <see cref="BirthMark"/>. Before Linux 6.5, which has none, the one is told where no other script
/// was at work, and the other is left alone while it lives.
/// </remarks>
public sealed class ScriptPrograms : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly ConcurrentDictionary<ScriptPrograms, bool> InThisProcess = new();

    private readonly ConcurrentDictionary<ScriptWork, bool> _atWork = new();
    private readonly ConcurrentDictionary<ScriptWork, bool> _givenUp = new();
    private readonly SessionMark _session;
    private readonly bool _isOurs;
    private readonly TimeProvider _time;
    private readonly LeftoverRules _rules;
    private readonly LeftBehind _left;
    private readonly ITimer? _timer;
    private int _looking;

    /// <param name="isOurs">
    /// Whether this process is there for its run alone: nobody else starts anything in it.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="rules">What becomes of what scripts leave at work.</param>
    public ScriptPrograms(bool isOurs, TimeProvider time, LeftoverRules? rules = null)
    {
        _isOurs = isOurs;
        _time = time;
        _rules = rules ?? new LeftoverRules();
        _left = new LeftBehind(() => _rules.Spare, time);
        _session = new SessionMark(isOurs);
        InThisProcess[this] = true;
        _timer =
            InheritedMark.IsSupported || BirthMark.IsSupported
                ? time.CreateTimer(_ => Look(), null, Interval, Interval)
                : null;
    }

    /// <summary>An attempt's script is about to run on a thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="attempt">The attempt.</param>
    public ScriptWork Begin(ScriptThread thread, Attempt attempt)
    {
        var work = new ScriptWork(thread, attempt, _session.Value, _rules, _time, Forget)
        {
            // Nobody else is at work to whom an orphan could belong.
            IsAlone = _isOurs && !AtWorkHere().Any(),
        };
        _atWork[work] = true;
        foreach (var other in AtWorkHere().Where(other => other != work))
        {
            (work.IsAlone, other.IsAlone) = (false, false);
        }

        return work;
    }

    /// <summary>
    /// What the attempt's thread starts from now on is ended at once: it is over, but goes on.
    /// </summary>
    public void GiveUp(ScriptWork work)
    {
        work.GiveUp();
        _givenUp[work] = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        InThisProcess.TryRemove(this, out _);
        _session.Dispose();
    }

    // In all runs of this process.
    private static IEnumerable<ScriptWork> AtWorkHere() =>
        InThisProcess.Keys.SelectMany(run => run._atWork.Keys);

    /// <summary>What scripts left at work that succeeded, as far as it was found since this was asked last.</summary>
    /// <param name="all">Whether to look now for all.</param>
    public IReadOnlyList<AttemptLeftovers> TakeLeftovers(bool all) => _left.Take(all);

    private void Forget(ScriptWork work, ulong? leftAloneWith)
    {
        _atWork.TryRemove(work, out _);
        if (leftAloneWith is { } mark)
        {
            _left.Succeeded(work.Attempt, mark, birth: null);
        }
    }

    private void Look()
    {
        if ((_atWork.IsEmpty && _givenUp.IsEmpty) || Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        try
        {
            var threads = ThreadsByMark();
            if (!_isOurs)
            {
                SpareWhatOthersStarted(threads);
            }

            foreach (var work in _atWork.Keys)
            {
                work.Look(threads);
            }

            foreach (var work in _givenUp.Keys)
            {
                work.EndLate();
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    // A thread that a script's thread started is the script's, but for those of .NET's pool, which
    // work for everybody.
    private static ILookup<int, int> ThreadsByMark()
    {
        return ThreadChildren
            .Threads()
            .ToLookup(thread =>
            {
                var mark = BirthMark.Of(thread);
                if (mark == BirthMark.None || !ThreadChildren.IsOfPool(thread))
                {
                    return mark;
                }

                BirthMark.Clear(thread);
                return BirthMark.None;
            });
    }

    // The user's own: it must not look like the run's.
    private void SpareWhatOthersStarted(ILookup<int, int> threads)
    {
        // Those of every run of this process.
        var workers = InThisProcess
            .Keys.SelectMany(run => run._atWork.Keys.Concat(run._givenUp.Keys))
            .Select(work => work.Thread.Id)
            .ToHashSet();
        var theirs = threads[BirthMark.None]
            .Where(thread => !workers.Contains(thread))
            .SelectMany(ThreadChildren.Of)
            // What a script's thread started is this process's main thread's when that has ended.
            .Where(child =>
                child.Mark == _session.Value && BirthMark.Of(child.Id) == BirthMark.None
            );
        foreach (var child in theirs)
        {
            InheritedMark.Put(child.Id, null);
        }
    }
}
