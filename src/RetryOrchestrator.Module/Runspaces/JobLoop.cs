using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// The pipeline that a worker keeps open in its runspace and gives one attempt after the other: to
/// start one for every job costs several times what the job's script block costs. To stop an
/// attempt is to stop that pipeline; the next attempt gets a new one.
/// </summary>
public sealed class JobLoop
{
    /// <summary>The hidden command that writes to the attempt's log.</summary>
    internal const string LogCommand = "Write-OrchestratorAttemptLog";

    /// <summary>How many lines at the end of a script's stack trace are the loop's own.</summary>
    internal const int Frames = 2;

    /// <summary>
    /// Each job runs in scopes of its own, so that its variables are gone when it ends. Inside
    /// <c>try</c> every terminating error ends the script, also those that PowerShell would
    /// otherwise pass over by going on with the next statement: a job whose web request failed
    /// must not count as done, nor may one run with what another has made of its variables. Nor
    /// one that a <c>continue</c> or <c>break</c> without a loop of its own took out of its script
    /// and into this one: only what comes to the statement after it has reached its end.
    /// Non-terminating errors are logged and do not fail a job. What all
    /// of them write goes to one command, which is cheaper than one for each; the attempt itself,
    /// sent after it, tells where its output ends.
    /// </summary>
    private const string Text = $$"""
        param($__Loop, $__Body)
        . {
            foreach ($__Run in $__Loop.Attempts()) {
                try {
                    $global:Job = $__Run.Job
                    $global:Attempt = $__Run.Context
                    $__Arguments = $__Run.Arguments
                    & $__Run.Scope $__Body @__Arguments *>&1
                    $__Run.ReachEnd()
                    if ($__Run.FailsOnExitCode) { $__Run.EndWith($global:LASTEXITCODE) }
                }
                catch { $__Run.Fail($_) }
                $__Run
            }
        } | {{LogCommand}} -Loop $__Loop
        """;

    private readonly Runspace _runspace;
    private readonly ScriptBlock _body;
    private readonly AttemptSlot _slot;
    private readonly string _workingDirectory;
    private readonly Action _asked;
    private SessionReset? _reset;
    private PowerShell? _shell;

    // Whether the pipeline has come so far as to ask for attempts.
    private bool _hasAsked;

    /// <param name="runspace">An open runspace, the default one of this thread.</param>
    /// <param name="script">The script of the jobs.</param>
    /// <param name="slot">Where the attempts come from.</param>
    /// <param name="workingDirectory">Where every job begins.</param>
    /// <param name="asked">Called when attempts are asked for.</param>
    internal JobLoop(
        Runspace runspace,
        JobScript script,
        AttemptSlot slot,
        string workingDirectory,
        Action asked
    )
    {
        _runspace = runspace;
        _body = script.ToScriptBlock();
        _slot = slot;
        _workingDirectory = workingDirectory;
        _asked = asked;
    }

    /// <summary>The attempt whose script is at work, or null.</summary>
    internal ScriptRun? Current => _slot.Current;

    /// <summary>
    /// Runs attempts until a script leaves the loop, an attempt is stopped, or there are no more.
    /// </summary>
    /// <exception cref="RuntimeException">The loop itself does not run.</exception>
    internal void Run()
    {
        using var shell = PowerShell.Create();
        _shell = shell;
        shell.Runspace = _runspace;
        shell
            .AddScript(Text, useLocalScope: true)
            .AddParameter("__Loop", this)
            .AddParameter("__Body", _body);
        try
        {
            _hasAsked = false;
            shell.Invoke();
            if (shell.InvocationStateInfo.State == PSInvocationState.Stopped)
            {
                // When the attempt was to be stopped, its end says so. A script can also stop itself.
                _slot.Fault(new PipelineStoppedException());
            }
            else if (!_hasAsked && !_slot.IsClosed)
            {
                // An error that ends only its statement: it would come again and again.
                throw shell.Streams.Error.FirstOrDefault()?.Exception
                    ?? new InvalidOperationException("The loop over the jobs did not begin.");
            }
        }
        catch (PipelineStoppedException exception)
        {
            _slot.Fault(exception);
        }
        // Where no attempt is at work it is the loop itself that failed, and it would do so again.
        catch (RuntimeException exception) when (_slot.Fault(exception)) { }

        // The script left the loop: by exit, by a break without a loop of its own, by a stop.
        EndAttempt(LoopExit.Break);
    }

    /// <summary>
    /// The attempts, each when it has been given. To ask for the next is to say that the one before
    /// has ended.
    /// </summary>
    public IEnumerable<ScriptRun> Attempts()
    {
        _hasAsked = true;
        _asked();
        while (EndAttempt(LoopExit.Continue))
        {
            if (_slot.Take(_shell) is not { } run || _slot.IsClosed)
            {
                yield break;
            }

            if (!run.StopRequested && IsReady(run))
            {
                yield return run;
            }
        }
    }

    /// <summary>Called by the command at the loop's end, before the loop asks for attempts.</summary>
    internal void Begin(PSCmdlet command) =>
        _reset ??= new SessionReset(command, _workingDirectory);

    /// <returns>False when the attempt has failed of it: its script must not run elsewhere.</returns>
    private bool IsReady(ScriptRun run)
    {
        try
        {
            run.Programs.Enter();
            ClearStreams();
            run.Scope = _reset!.Begin();
            run.Context.Locate = _reset.Locate;
            return true;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return !_slot.Fault(exception);
        }
    }

    /// <param name="exit">What has brought the script here if it has not reached its end.</param>
    /// <returns>Whether the pipeline can take another attempt.</returns>
    private bool EndAttempt(LoopExit exit)
    {
        if (_slot.Current is { } run)
        {
            run.Leave(exit);
            _reset?.End();
        }

        return _slot.Complete();
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
