namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// Threads for what may never return. Unlike those on which PowerShell itself stops and closes,
/// they do not keep the process from ending.
/// </summary>
internal static class BackgroundThread
{
    /// <summary>Runs it there; what it throws is dropped.</summary>
    /// <returns>Ends when it has returned.</returns>
    public static Task Start(string name, Action work)
    {
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            // No exception may escape on a thread: it would end PowerShell.
            catch (Exception) { }
            finally
            {
                returned.SetResult();
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return returned.Task;
    }
}
