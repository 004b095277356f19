namespace RetryOrchestrator.Executors.Processes;

/// <summary>The thread on which a worker runs its scripts, as the system knows it.</summary>
public sealed class ScriptThread
{
    private volatile int _id;

    /// <summary>Its id; 0 until it has begun, and where it cannot be told.</summary>
    public int Id => _id;

    /// <summary>Called by the thread itself, first of all.</summary>
    public void Enter() => _id = ThreadChildren.CurrentThread();
}
