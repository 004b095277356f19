namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>A thread by whose name the system tells whose it is.</summary>
internal static class NamedThread
{
    private static readonly ManualResetEventSlim Never = new();

    /// <summary>Returns when the work has been done.</summary>
    /// <param name="name">What the system calls it.</param>
    /// <param name="work">What it does.</param>
    /// <param name="waits">Whether it stays, as what it started tells nobody when it has gone.</param>
    public static void Run(string name, Action work, bool waits = false)
    {
        using var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            work();
            done.Set();
            if (waits)
            {
                Never.Wait();
            }
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        done.Wait();
        if (!waits)
        {
            thread.Join();
        }
    }
}
