namespace RetryOrchestrator.Engine.Execution;

/// <summary>Gives out attempt ids, one up each time. The coordinator owns it.</summary>
internal sealed class AttemptIds(long first)
{
    private long _next = first;

    public long Next() => _next++;
}
