namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The attempts a worker was given and has not reported, in the order in which it runs them: the
/// first is at work, the others wait behind it.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class HeldAttempts(TimeProvider time)
{
    private readonly LinkedList<ClaimedAttempt> _held = [];
    private long _since;

    /// <summary>How many.</summary>
    public int Count => _held.Count;

    /// <summary>How long the first has been at work, as far as is known; zero when there is none.</summary>
    public TimeSpan AtWorkFor => Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_since);

    /// <summary>Whether any has been reported yet.</summary>
    public bool AnyEnded => Ended > 0;

    /// <summary>How many have been reported.</summary>
    public long Ended { get; private set; }

    /// <summary>Adds one behind the others.</summary>
    /// <returns>True when it is the first: its turn has come.</returns>
    public bool Add(ClaimedAttempt attempt)
    {
        _held.AddLast(attempt);
        if (Count == 1)
        {
            _since = time.GetTimestamp();
        }

        return Count == 1;
    }

    /// <summary>Takes out the first, which was reported.</summary>
    /// <returns>The one whose turn has come with that, or null.</returns>
    public ClaimedAttempt? RemoveFirst()
    {
        _held.RemoveFirst();
        Ended++;
        _since = time.GetTimestamp();
        return _held.First?.Value;
    }

    /// <summary>Takes out those given last.</summary>
    /// <returns>They, in order.</returns>
    public IReadOnlyList<ClaimedAttempt> RemoveLast(int count)
    {
        var removed = new ClaimedAttempt[count];
        for (var i = count - 1; i >= 0; i--)
        {
            removed[i] = _held.Last!.Value;
            _held.RemoveLast();
        }

        return removed;
    }
}
