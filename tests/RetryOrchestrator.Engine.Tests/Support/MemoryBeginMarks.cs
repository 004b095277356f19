using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Marks in memory, which outlive the processes of a test.</summary>
internal sealed class MemoryBeginMarks : IBeginMarks
{
    private BegunAttempts? _begun;
    private long[] _marked = [];
    private long[] _shown = [];

    /// <summary>Thrown instead of making a mark.</summary>
    public StateException? Fault { get; init; }

    public BegunAttempts? Read() =>
        _begun is null ? null : _begun with { Latest = [.. _marked.Zip(_shown, Math.Max)] };

    public bool TryOpen(string state, long hold, string bootId, int workers)
    {
        (_marked, _shown) = (new long[workers], new long[workers]);
        _begun = new BegunAttempts(state, hold, bootId, []);
        return true;
    }

    public void Mark(int worker, long attemptId)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        Volatile.Write(ref _marked[worker - 1], attemptId);
    }

    public void MarkShown(int worker, long attemptId) => _shown[worker - 1] = attemptId;

    public void Clear() => _begun = null;

    public void Dispose() { }
}
