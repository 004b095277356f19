using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>A worker's thread with a script at work on it: here an action.</summary>
internal sealed class ScriptStandIn
{
    private readonly ScriptThread _thread = new();
    private readonly TaskCompletionSource _entered = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly ScriptPrograms _programs;
    private readonly Thread _worker;
    private Action? _late;

    /// <summary>Begins the attempt of a token; returns when the action has been done.</summary>
    /// <remarks>The thread stays at work until <see cref="EndAsync"/>: what it started keeps it.</remarks>
    public ScriptStandIn(ScriptPrograms programs, string token, Action script)
    {
        _programs = programs;
        Work = programs.Begin(_thread, Attempts.Of(Attempts.Job("j1")) with { Token = token });
        _worker = new Thread(() =>
        {
            _thread.Enter();
            Work.Enter();
            script();
            _entered.SetResult();
            _end.Wait();
            _late?.Invoke();
        })
        {
            // Without a name it would have that of the thread of .NET's pool that starts it.
            Name = "script",
            IsBackground = true,
        };
        _worker.Start();
        _entered.Task.GetAwaiter().GetResult();
    }

    public ScriptWork Work { get; }

    /// <summary>The attempt is given up and ends; its script goes on.</summary>
    public async Task GiveUpAsync(Action late)
    {
        _programs.GiveUp(Work);
        _late = late;
        await EndAsync();
    }

    /// <summary>The attempt ends; what is to be ended is ended by force, at once.</summary>
    /// <returns>How many processes were ended.</returns>
    public async Task<int> EndAsync(bool succeeded = false, bool stopped = true)
    {
        var ended = await Work.EndAsync(succeeded, stopped, new CancellationToken(canceled: true));
        _end.Set();
        _worker.Join();
        _end.Dispose();
        return ended;
    }
}
