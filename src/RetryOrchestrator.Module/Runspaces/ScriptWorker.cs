using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Devices.Scripts;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// A worker's thread and runspace. The runspace keeps a pipeline open (<see cref="JobLoop"/>) that
/// is given one attempt after the other; to stop an attempt is to stop that pipeline, and the next
/// attempt gets a new one in the same runspace.
/// </summary>
public sealed class ScriptWorker
{
    private readonly JobScript _script;
    private readonly InitialSessionState _sessionState;
    private readonly string _workingDirectory;
    private readonly object _gate = new();
    private readonly TaskCompletionSource _opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private PowerShell? _shell;
    private ScriptRun? _next;
    private ScriptRun? _current;
    private volatile bool _closing;

    // Whether the pipeline has come so far as to ask for attempts.
    private bool _hasAsked;

    internal ScriptWorker(
        int number,
        JobScript script,
        InitialSessionState sessionState,
        string workingDirectory
    )
    {
        _script = script;
        _sessionState = sessionState;
        _workingDirectory = workingDirectory;
        // A thread of its own: scripts block, and would starve the pool that the run lives on.
        var thread = new Thread(Work)
        {
            IsBackground = true,
            Name = string.Create(CultureInfo.InvariantCulture, $"Orchestrator worker {number}"),
        };
        thread.Start();
    }

    /// <summary>Ends when the loop asks for its first attempt, or never will.</summary>
    internal Task Opened => _opened.Task;

    /// <summary>Ends when thread and runspace are gone.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>The attempt whose script is at work, or null.</summary>
    public ScriptRun? Current => _current;

    /// <summary>False when it will not do another attempt.</summary>
    internal bool IsUsable => !_closing;

    /// <summary>Whether it was given up: its script goes on, and nobody waits for it.</summary>
    internal bool IsAbandoned { get; private set; }

    /// <summary>Runs an attempt to its end, or until the kill signal.</summary>
    internal async Task<AttemptResult> RunAsync(
        Attempt attempt,
        AttemptDevice device,
        StopSignals signals
    )
    {
        var run = new ScriptRun(attempt, device, _script);
        lock (_gate)
        {
            _next = run;
            Monitor.Pulse(_gate);
        }

        await using (signals.Stop.Register(() => Stop(run)).ConfigureAwait(false))
        await using (signals.Kill.Register(() => Abandon(run)).ConfigureAwait(false))
        {
            return await run.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Lets it end; <see cref="Ended"/> says when it has.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Called by the loop: the attempts, each when it has been given. To ask for the next is to
    /// say that the one before has ended.
    /// </summary>
    /// <param name="session">The loop's session, put back where every job begins.</param>
    public IEnumerable<ScriptRun> Attempts(SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _hasAsked = true;
        _opened.TrySetResult();
        var errors = (System.Collections.ArrayList)session.PSVariable.GetValue("Error");
        while (!CompleteCurrent())
        {
            TakeNext();
            if (_closing)
            {
                yield break;
            }

            if (_current!.StopRequested)
            {
                continue;
            }

            errors.Clear();
            ClearStreams();
            if (IsPutBack(session))
            {
                _current.Context.Locate = session.Path.GetUnresolvedProviderPathFromPSPath;
                yield return _current;
            }
        }
    }

    /// <returns>False when the attempt has failed of it: its script must not run elsewhere.</returns>
    private bool IsPutBack(SessionState session)
    {
        try
        {
            if (session.Path.CurrentLocation.Path != _workingDirectory)
            {
                session.Path.SetLocation(WildcardPattern.Escape(_workingDirectory));
            }

            session.PSVariable.Set("global:LASTEXITCODE", null);
            return true;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return !FaultCurrent(exception);
        }
    }

    private void TakeNext()
    {
        lock (_gate)
        {
            // Sleeps at once: a semaphore would spin first, and the jobs need the processor.
            while (_next is null && !_closing)
            {
                Monitor.Wait(_gate);
            }

            _current = _next;
            _next = null;
        }
    }

    /// <returns>True when this pipeline is to do no more.</returns>
    private bool CompleteCurrent()
    {
        // It stays the current one until it is complete: what it wrote may keep it from that, and
        // then it can still be stopped or given up.
        var run = _current;
        run?.Complete();
        lock (_gate)
        {
            _current = null;
        }

        return _closing || run is { StopRequested: true };
    }

    private void Work()
    {
        try
        {
            using var runspace = RunspaceFactory.CreateRunspace(
                new JobHost(code => _current?.Exit(code)),
                _sessionState
            );
            runspace.Name = Thread.CurrentThread.Name;
            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
            if (_closing)
            {
                return;
            }

            runspace.Open();
            Runspace.DefaultRunspace = runspace;
            var body = _script.ToScriptBlock();
            while (!_closing)
            {
                RunLoop(runspace, body);
            }
        }
        // No exception may escape on a thread: it would end PowerShell.
        catch (Exception exception)
        {
            _opened.TrySetResult();
            if (!FaultCurrent(exception))
            {
                TakeNext();
                FaultCurrent(exception);
            }
        }
        finally
        {
            _closing = true;
            CompleteCurrent();
            _opened.TrySetResult();
            _ended.SetResult();
        }
    }

    private void RunLoop(Runspace runspace, ScriptBlock body)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell
            .AddScript(JobLoop.Text, useLocalScope: true)
            .AddParameter("__Worker", this)
            .AddParameter("__Body", body);
        if (_script.UsingValues.Count > 0)
        {
            // As PowerShell's own jobs hand over the values of $using:.
            shell.AddParameter("--%", new Dictionary<string, object?>(_script.UsingValues));
        }

        lock (_gate)
        {
            _shell = shell;
        }

        try
        {
            _hasAsked = false;
            shell.Invoke();
            if (shell.InvocationStateInfo.State == PSInvocationState.Stopped)
            {
                // When the attempt was to be stopped, its end says so. A script can also stop itself.
                FaultCurrent(new PipelineStoppedException());
            }
            else if (!_hasAsked && !_closing)
            {
                // An error that ends only its statement: it would come again and again.
                throw shell.Streams.Error.FirstOrDefault()?.Exception
                    ?? new InvalidOperationException("The loop over the jobs did not begin.");
            }
        }
        catch (PipelineStoppedException exception)
        {
            FaultCurrent(exception);
        }
        // Where no attempt is at work it is the loop itself that failed, and it would do so again.
        catch (RuntimeException exception) when (FaultCurrent(exception)) { }
        finally
        {
            lock (_gate)
            {
                _shell = null;
            }
        }

        // The script left the loop: by exit, by a break without a loop of its own, by a stop.
        CompleteCurrent();
    }

    /// <returns>False when there is none.</returns>
    private bool FaultCurrent(Exception exception)
    {
        lock (_gate)
        {
            _current?.Fault(exception);
            return _current is not null;
        }
    }

    private void Stop(ScriptRun run)
    {
        PowerShell? shell;
        lock (_gate)
        {
            // One that has not begun is ended by the loop, which sees the mark.
            run.StopRequested = true;
            shell = _current == run ? _shell : null;
        }

        try
        {
            shell?.BeginStop(null, null);
        }
        catch (ObjectDisposedException)
        {
            // It ended in the same moment.
        }
    }

    private void Abandon(ScriptRun run)
    {
        lock (_gate)
        {
            if (_current != run && _next != run)
            {
                return;
            }

            _closing = true;
            IsAbandoned = true;
            run.Abandon();
        }
    }

    // What commands wrote past the log (progress, mostly) would be kept as long as the loop runs.
    private void ClearStreams()
    {
        var streams = _shell!.Streams;
        if (streams.Progress.Count + streams.Error.Count + streams.Information.Count > 0)
        {
            streams.ClearStreams();
        }
    }
}
