using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Holds back programs that the system has no room for (processes, threads, open files): each waits
/// for the end of one that is at work, so that as many are at work as there is room for.
/// </summary>
/// <param name="warn">Told once a pass.</param>
/// <param name="time">The clock.</param>
internal sealed class StartGate(Func<string, ValueTask> warn, TimeProvider time)
{
    /// <summary>When no program of ours is at work that could end, it is tried again after this.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>When nothing could be started for so long, no more is waited for in the pass.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _atWork;

    // Since when nothing could be started and nothing is at work.
    private long? _stuckSince;
    private bool _warned;

    /// <summary>A pass begins: what was not to be had in the last may be now.</summary>
    public void BeginPass()
    {
        lock (_gate)
        {
            _stuckSince = null;
            _warned = false;
        }
    }

    /// <summary>A program was started.</summary>
    public void Started()
    {
        lock (_gate)
        {
            _atWork++;
            _stuckSince = null;
            // There may be room for one more than there was.
            Release(1);
        }
    }

    /// <summary>One that was started has ended.</summary>
    public void Ended()
    {
        lock (_gate)
        {
            _atWork--;
            Release(_atWork == 0 ? _waiting.Count : 1);
        }
    }

    /// <summary>One could not be started.</summary>
    /// <param name="reason">Why, with the remedy.</param>
    /// <returns>The attempt put off, and until when.</returns>
    public async ValueTask<AttemptResult> RefusedAsync(string reason)
    {
        Task? again;
        bool tells;
        lock (_gate)
        {
            (tells, _warned) = (!_warned, true);
            again = Again();
        }

        if (tells)
        {
            await warn($"{reason} Programs wait until there is room; it costs their jobs nothing.")
                .ConfigureAwait(false);
        }

        return new AttemptResult.Deferred(reason) { Again = again };
    }

    private Task? Again()
    {
        if (_atWork > 0)
        {
            // Who waits for it does so on a thread of its own.
            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }

        _stuckSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_stuckSince.Value) < Patience ? Task.Delay(Pause, time) : null;
    }

    private void Release(int count)
    {
        while (count-- > 0 && _waiting.TryDequeue(out var turn))
        {
            turn.SetResult();
        }
    }
}
