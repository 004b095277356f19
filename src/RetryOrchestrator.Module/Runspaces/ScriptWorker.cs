using System.Globalization;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Runs a worker's attempts, each to its end or until nobody waits for it: hands them to the thread
/// that runs their scripts, stops them and gives them up.
/// </summary>
internal sealed class ScriptWorker
{
    private readonly AttemptSlot _slot = new();
    private readonly JobScript _script;
    private readonly string _name;
    private readonly ScriptPrograms _programs;
    private readonly GroupSignalWatch _watch;
    private readonly TimeProvider _time;
    private readonly WorkerRunspace _runspace;
    private readonly WorkerThread _thread;

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
        _script = script;
        _programs = programs;
        _watch = watch;
        _time = time;
        _name = string.Create(CultureInfo.InvariantCulture, $"Orchestrator worker {number}");
        _runspace = new WorkerRunspace(_name, sessionState, script, _slot, workingDirectory);
        _thread = new WorkerThread(_name, _slot, _runspace);
    }

    /// <summary>Ends when the loop asks for its first attempt, or never will.</summary>
    public Task Opened => _thread.Opened;

    /// <summary>Ends when thread and runspace are gone.</summary>
    public Task Ended => _thread.Ended;

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
        var programs = _programs.Begin(_thread.Native, attempt);
        var run = new ScriptRun(attempt, device, _script, programs);
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
        if (_slot.Abandon(run) && _runspace.IsOpen)
        {
            _programs.GiveUp(run.Programs);
            // PowerShell waits at its end for every runspace that is open, but not for those that
            // are being closed.
            BackgroundThread.Start($"{_name}, close", _runspace.Close);
        }
    }
}
