using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>One attempt's script at work, and the programs that it started.</summary>
public sealed class ScriptWork
{
    // A script that took no longer has started no program.
    private static readonly TimeSpan ShortestStart = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan PoliteTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<(int Id, long Start), ProcessEntry> _seen = [];
    private readonly string _token;
    private readonly ulong _mark;
    private readonly ulong _sessionMark;
    private readonly LeftoverRules _rules;
    private readonly TimeProvider _time;
    private readonly Action<ScriptWork, ulong?> _forget;
    private readonly long _began;
    private readonly long _beganTick;
    private readonly int _birthMark = BirthMark.Take();
    private volatile bool _marksBirths;
    private bool _isOver;

    internal ScriptWork(
        ScriptThread thread,
        Attempt attempt,
        ulong sessionMark,
        LeftoverRules rules,
        TimeProvider time,
        Action<ScriptWork, ulong?> forget
    )
    {
        Thread = thread;
        Attempt = attempt;
        _token = attempt.Token;
        _mark = InheritedMark.Of(_token);
        _sessionMark = sessionMark;
        _rules = rules;
        _time = time;
        _forget = forget;
        _began = time.GetTimestamp();
        _beganTick = OperatingSystem.IsLinux() ? Posix.TicksSinceBoot() : 0;
    }

    internal ScriptThread Thread { get; }

    internal Attempt Attempt { get; }

    /// <summary>Whether no other script was at work at any time since it began.</summary>
    internal bool IsAlone { get; set; }

    /// <summary>Called by the thread, before the script runs on it.</summary>
    public void Enter() => _marksBirths = BirthMark.Wear(_birthMark) == _birthMark;

    /// <summary>The script is to be stopped: what it started is asked to end, too.</summary>
    public void Stop()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Before the script is stopped: of what it started, that ends some and leaves their own.
        Look();
        foreach (var root in ProcessSelection.Roots(Seen).Where(IsNotSpared))
        {
            UnixSignal.AskToEnd(root);
        }
    }

    /// <summary>The script has ended, or is given up.</summary>
    /// <param name="succeeded">Whether what it left at work is left alone.</param>
    /// <param name="stopped">Whether it was stopped.</param>
    /// <param name="kill">When it was stopped: the time to end is over.</param>
    /// <returns>How many processes were ended that it had left at work.</returns>
    public async Task<int> EndAsync(bool succeeded, bool stopped, CancellationToken kill)
    {
        if (_time.GetElapsedTime(_began) >= ShortestStart)
        {
            // Also when it succeeded: the next script of this thread must not be taken for its owner.
            Look();
        }

        lock (_gate)
        {
            _isOver = true;
        }

        try
        {
            return await EndProgramsAsync(succeeded && !_rules.EndsAfterSuccess, stopped, kill)
                .ConfigureAwait(false);
        }
        finally
        {
            BirthMark.GiveBack(_birthMark);
        }
    }

    /// <summary>It goes on when its attempt is over: what it starts keeps its mark.</summary>
    internal void GiveUp() => BirthMark.Hold(_birthMark);

    private async Task<int> EndProgramsAsync(bool leavesAlone, bool stopped, CancellationToken kill)
    {
        var alone = IsAlone;
        var mayHaveStarted = _time.GetElapsedTime(_began) >= ShortestStart;
        _forget(this, leavesAlone && mayHaveStarted ? _mark : null);
        if (OperatingSystem.IsWindows() || !(InheritedMark.IsSupported || _marksBirths))
        {
            return 0;
        }

        if (leavesAlone)
        {
            if (mayHaveStarted)
            {
                MarkBorn();
            }

            return 0;
        }

        var tree = new ProcessTree([_token], SystemProcessTable.Scan) { Spare = _rules.Spare };
        tree.Include(Seen);
        if (_marksBirths)
        {
            tree.Include(Born());
        }
        else if (alone && stopped)
        {
            tree.Include(await OrphansAsync().ConfigureAwait(false));
        }

        if (tree.IsEmpty)
        {
            return 0;
        }

        using var polite = new CancellationTokenSource(
            stopped ? Timeout.InfiniteTimeSpan : PoliteTime,
            _time
        );
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(kill, polite.Token);
        await tree.EndPolitelyAsync(enough.Token, _time).ConfigureAwait(false);
        await tree.KillAsync(KillTime).ConfigureAwait(false);
        return tree.Seen;
    }

    /// <summary>Ends by force what a script still starts that was given up.</summary>
    internal void EndLate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var process in ThreadChildren.Of(Thread.Id).Concat(Born()).Where(IsNotSpared))
        {
            UnixSignal.Send(process, UnixSignal.Kill);
        }
    }

    /// <summary>Looks for what the script started, and marks it.</summary>
    /// <param name="threads">The threads of this process, by their birth marks.</param>
    internal void Look(ILookup<int, int>? threads = null)
    {
        lock (_gate)
        {
            if (_isOver || Thread.Id == 0 || !(InheritedMark.IsSupported || _marksBirths))
            {
                return;
            }

            // Its thread is among those of its mark.
            var mine = _marksBirths && threads is not null ? threads[_birthMark] : [Thread.Id];
            var open = new Queue<ProcessEntry>(mine.SelectMany(ThreadChildren.Of).Where(IsMine));
            while (open.TryDequeue(out var process))
            {
                InheritedMark.Put(process.Id, _mark);
                _seen.TryAdd((process.Id, process.Start), process);
                foreach (var child in ThreadChildren.Of(process).Where(IsMine))
                {
                    open.Enqueue(child);
                }
            }
        }
    }

    // What it left was orphaned before the first look, and says no more than which process started
    // it: the start after a kill -9 would end it as that of an attempt that was cut off.
    private void MarkBorn()
    {
        if (
            !_marksBirths
            || !InheritedMark.IsSupported
            || _time.GetElapsedTime(_began) < ShortestStart
        )
        {
            return;
        }

        // While one is being marked it may give birth to another.
        var born = Unmarked();
        while (born.Count > 0)
        {
            born.ForEach(process => InheritedMark.Put(process.Id, _mark));
            var before = born;
            born = Unmarked();
            // What is another user's by now cannot be marked.
            born.RemoveAll(process => before.Exists(other => other.Id == process.Id));
        }

        List<ProcessEntry> Unmarked() => [.. Born().Where(process => process.Mark != _mark)];
    }

    private List<ProcessEntry> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen.Values];
            }
        }
    }

    private IReadOnlyList<ProcessEntry> Born() =>
        _marksBirths ? Births.Of(new Birth(_birthMark, _beganTick), _mark) : [];

    private bool IsNotSpared(ProcessEntry process) =>
        !_rules.Spare.Spares(SystemProcessTable.Scan.ArgumentsOf(process));

    // Not what an earlier attempt left on this thread, whose mark that has.
    private bool IsMine(ProcessEntry process) =>
        InheritedMark.IsSupported
            ? process.Mark is null || process.Mark == _sessionMark || process.Mark == _mark
            : process.BirthMark == _birthMark;

    // What was born and orphaned between two looks, where births are not marked.
    private async Task<IEnumerable<ProcessEntry>> OrphansAsync()
    {
        try
        {
            var snapshot = await SystemProcessTable.Scan.ReadAsync().ConfigureAwait(false);
            return snapshot.Entries.Where(process =>
                process.Mark == _sessionMark
                && process.Start >= _beganTick
                && process.Id != Environment.ProcessId
            );
        }
        catch (IOException)
        {
            return [];
        }
    }
}
