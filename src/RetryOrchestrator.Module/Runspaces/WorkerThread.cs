using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// A worker's thread, on which its runspace is opened, used and closed. It ends when the slot is
/// closed and the script at work has returned.
/// </summary>
internal sealed class WorkerThread
{
    private readonly AttemptSlot _slot;
    private readonly WorkerRunspace _runspace;
    private readonly TaskCompletionSource _opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Starts it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="slot">Where it is handed attempts.</param>
    /// <param name="runspace">Where it runs their scripts.</param>
    public WorkerThread(string name, AttemptSlot slot, WorkerRunspace runspace)
    {
        _slot = slot;
        _runspace = runspace;
        // A thread of its own: scripts block, and would starve the pool that the run lives on.
        BackgroundThread.Start(name, Work);
    }

    /// <summary>It as the system knows it.</summary>
    public ScriptThread Native { get; } = new();

    /// <summary>Ends when the loop asks for its first attempt, or never will.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Ends when thread and runspace are gone.</summary>
    public Task Ended => _ended.Task;

    private void Work()
    {
        try
        {
            Native.Enter();
            if (!_slot.IsClosed)
            {
                _runspace.Open();
                _runspace.RunAttempts(() => _opened.TrySetResult());
            }
        }
        // No exception may escape on a thread: it would end PowerShell.
        catch (Exception exception)
        {
            _opened.TrySetResult();
            if (!_slot.Fault(exception))
            {
                _slot.Take(pipeline: null);
                _slot.Fault(exception);
            }
        }
        finally
        {
            _slot.Close();
            _slot.Complete();
            _opened.TrySetResult();
            _runspace.Close();
            _ended.SetResult();
        }
    }
}
