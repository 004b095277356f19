using System.Globalization;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>A worker's thread, with the runspace in which it runs its attempts' scripts.</summary>
internal sealed class ScriptWorker
{
    private readonly AttemptSlot _slot = new();
    private readonly JobScript _script;
    private readonly InitialSessionState _sessionState;
    private readonly string _workingDirectory;
    private readonly string _name;
    private readonly ScriptPrograms _programs;
    private readonly GroupSignalWatch _watch;
    private readonly TimeProvider _time;
    private readonly ScriptThread _thread = new();
    private readonly TaskCompletionSource _opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly object _closing = new();
    private volatile Runspace? _runspace;

    /// <summary>Starts the thread, which opens the runspace.</summary>
    public ScriptWorker(
        int number,
        JobScript script,
        InitialSessionState sessionState,
        string workingDirectory,
        ScriptPrograms programs,
        GroupSignalWatch watch,
        TimeProvider time
    )
    {
        _watch = watch;
        _time = time;
        _script = script;
        _sessionState = sessionState;
        _workingDirectory = workingDirectory;
        _name = string.Create(CultureInfo.InvariantCulture, $"Orchestrator worker {number}");
        _programs = programs;
        // A thread of its own: scripts block, and would starve the pool that the run lives on.
        BackgroundThread.Start(_name, Work);
    }

    /// <summary>Ends when the loop asks for its first attempt, or never will.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Ends when thread and runspace are gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>False when it will not do another attempt.</summary>
    public bool IsUsable => !_slot.IsClosed;

    /// <summary>Whether it was given up: its script goes on, and nobody waits for it.</summary>
    public bool IsAbandoned => _slot.IsAbandoned;

    /// <summary>Runs an attempt to its end, or until the kill signal.</summary>
    public async Task<AttemptResult> RunAsync(
        Attempt attempt,
        AttemptDevice device,
        StopSignals signals
    )
    {
        var began = _time.GetTimestamp();
        var run = new ScriptRun(attempt, device, _script, _programs.Begin(_thread, attempt));
        _slot.Offer(run);
        await using (signals.Stop.Register(() => Stop(run)).ConfigureAwait(false))
        await using (signals.Kill.Register(() => Abandon(run)).ConfigureAwait(false))
        {
            var result = await run.Completion.ConfigureAwait(false);
            if (await _watch.StopsRunAsync(began, signals.Stop).ConfigureAwait(false))
            {
                result = AttemptResult.Stopped;
            }

            var ended = await run
                .Programs.EndAsync(
                    result is AttemptResult.Succeeded,
                    signals.Stop.IsCancellationRequested,
                    signals.Kill
                )
                .ConfigureAwait(false);
            return ended == 0 ? result : result with { EndedLeftovers = ended };
        }
    }

    /// <summary>Lets it end; <see cref="Ended"/> says when it has.</summary>
    public void Close() => _slot.Close();

    private void Work()
    {
        var runspace = RunspaceFactory.CreateRunspace(
            new JobHost(code => _slot.Current?.Exit(code)),
            _sessionState
        );
        try
        {
            _thread.Enter();
            runspace.Name = _name;
            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
            if (!_slot.IsClosed)
            {
                runspace.Open();
                _runspace = runspace;
                RunAttempts(runspace);
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
            Close(runspace);
            _ended.SetResult();
        }
    }

    private void RunAttempts(Runspace runspace)
    {
        Runspace.DefaultRunspace = runspace;
        var loop = new JobLoop(
            runspace,
            _script,
            _slot,
            _workingDirectory,
            () => _opened.TrySetResult()
        );
        while (!_slot.IsClosed)
        {
            loop.Run();
        }
    }

    private void Stop(ScriptRun run)
    {
        run.Programs.Stop();
        // One that has not begun is ended by the loop, which sees the mark.
        if (_slot.MarkStopped(run) is { } pipeline)
        {
            BackgroundThread.Start($"{_name}, stop", pipeline.Stop);
        }
    }

    private void Abandon(ScriptRun run)
    {
        if (_slot.Abandon(run) && _runspace is { } runspace)
        {
            _programs.GiveUp(run.Programs);
            // PowerShell waits at its end for every runspace that is open, but not for those that
            // are being closed.
            BackgroundThread.Start($"{_name}, close", () => Close(runspace));
        }
    }

    // Never from two threads at once, of which one would take away what the other is closing.
    private void Close(Runspace runspace)
    {
        lock (_closing)
        {
            runspace.Dispose();
        }
    }
}
