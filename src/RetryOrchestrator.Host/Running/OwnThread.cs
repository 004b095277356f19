namespace RetryOrchestrator.Host.Running;

/// <summary>
/// Threads for what a stop needs: those of the pool may all be held up, by a terminal that nobody
/// reads or by what the jobs' scripts do there.
/// </summary>
internal static class OwnThread
{
    /// <summary>Does something beside; it does not keep the process from ending.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="work">What is done. It must not throw.</param>
    public static void Start(string name, Action work) =>
        new Thread(() => work()) { IsBackground = true, Name = name }.Start();

    /// <summary>Does something beside, and waits for its end, but no longer than that.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="work">What is done.</param>
    /// <param name="limit">How long it is waited for.</param>
    /// <returns>Whether it was done in time.</returns>
    public static bool Does(string name, Action work, TimeSpan limit)
    {
        var done = new TaskCompletionSource<bool>();
        Start(
            name,
            () =>
            {
                try
                {
                    work();
                    done.SetResult(true);
                }
                catch (Exception)
                {
                    done.SetResult(false);
                }
            }
        );
        return done.Task.Wait(limit) && done.Task.Result;
    }
}
