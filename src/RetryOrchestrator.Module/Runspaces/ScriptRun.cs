using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>An attempt on its way through a worker's loop, and what is known of its end.</summary>
public sealed class ScriptRun
{
    private readonly Attempt _attempt;
    private readonly JobScript _script;

    // Whoever waits goes on at once, on the thread that completes it: that is the shorter way.
    private readonly TaskCompletionSource<AttemptResult> _completion = new();
    private readonly LastLines _lastErrors = new(ProgramOutput.MaxLines);
    private readonly LastLines _lastOutput = new(ProgramOutput.MaxLines);
    private OutputLog? _log;
    private FailureEvidence? _failure;
    private bool _hasEnded;
    private bool _hasExited;

    internal ScriptRun(Attempt attempt, AttemptDevice device, JobScript script, ScriptWork programs)
    {
        _attempt = attempt;
        _script = script;
        Programs = programs;
        Context = new ScriptAttempt(attempt, device);
        Job = new PSObject();
        Job.TypeNames.Insert(0, JobType.NameFor(attempt.Job.Columns));
        foreach (var (name, value) in attempt.Job.Columns)
        {
            // The names are those of columns, each there once: nothing needs to be looked for.
            Job.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        Arguments = script.ArgumentsFor(Job, Context);
        FailsOnExitCode = script.FailOnExitCode;
    }

    /// <summary>The script's <c>$Job</c>.</summary>
    public PSObject Job { get; }

    /// <summary>The script's <c>$Attempt</c>.</summary>
    public ScriptAttempt Context { get; }

    /// <summary>What the script is called with.</summary>
    public Hashtable Arguments { get; }

    /// <summary>The scope that is <c>$script:</c> for the script.</summary>
    public PSModuleInfo Scope { get; internal set; } = null!;

    /// <summary>The script came to its end, or to a <c>return</c> of its own.</summary>
    public void ReachEnd() => _hasEnded = true;

    /// <summary>Whether the exit code of its last program decides how the script has ended.</summary>
    public bool FailsOnExitCode { get; }

    /// <summary>Called when it came to its end, if the exit code of its last program counts.</summary>
    /// <param name="lastExitCode">Its <c>$LASTEXITCODE</c>; null when it called no program.</param>
    public void EndWith(object? lastExitCode)
    {
        if (lastExitCode is int code and not 0)
        {
            _failure ??= ScriptFailure.OfLastProgram(
                code,
                new ProgramOutput(_lastErrors.ToList(), _lastOutput.ToList())
            );
        }
    }

    /// <summary>The script ended with a terminating error.</summary>
    public void Fail(ErrorRecord error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _failure = ScriptFailure.Of(error);
        var trace = error.ScriptStackTrace?.TrimEnd().Split('\n') ?? [];
        Log("error", string.Join('\n', [error.ToString(), .. trace.SkipLast(JobLoop.Frames)]));
    }

    /// <summary>What the script starts.</summary>
    internal ScriptWork Programs { get; }

    internal List<PSObject> Unwritten { get; } = [];

    internal Task<AttemptResult> Completion => _completion.Task;

    /// <summary>The pipeline that runs the script; null before it begins.</summary>
    internal PowerShell? Pipeline { get; set; }

    internal bool StopRequested { get; set; }

    /// <summary>What it wrote last to its output.</summary>
    internal object? LastOutput { get; set; }

    internal bool IsAbandoned { get; private set; }

    /// <summary>The script ended by <c>exit</c>, of which 0 is an end that its author chose.</summary>
    internal void Exit(int code)
    {
        _hasEnded = _hasExited = true;
        _failure = code == 0 ? null : ScriptFailure.OfExit(code);
    }

    /// <summary>The script is no longer at work. One that has neither ended nor failed was cut short.</summary>
    internal void Leave(LoopExit exit)
    {
        if (_hasEnded || _failure is not null || StopRequested)
        {
            return;
        }

        _failure = ScriptFailure.OfCut(exit, _script.LinesOf(exit));
        Log("error", _failure.Message!);
    }

    /// <summary>The loop itself was ended by this exception, unless the script has failed already.</summary>
    internal void Fault(Exception exception) =>
        _failure ??= exception is RuntimeException { ErrorRecord: { } error }
            ? ScriptFailure.Of(error)
            : new FailureEvidence { Message = exception.Message, Exception = exception };

    /// <summary>Writes lines to the attempt's log, made with the first of them.</summary>
    internal void Log(string stream, string text)
    {
        // The file of an attempt that was given up is closed.
        if (IsAbandoned)
        {
            return;
        }

        _log ??= new OutputLog(_attempt.Artifacts, _attempt.Artifacts.MaxLogBytes);
        foreach (var line in TerminalText.Clean(TerminalOutput.AsSeen(text)).Split('\n'))
        {
            _log.Append(stream, continues: false, line);
            Remember(stream, line);
        }

        _log.Flush();
    }

    /// <summary>The script has ended, or will not be waited for: says how.</summary>
    internal void Complete()
    {
        Unwritten.ForEach(item => Log("out", TextOf(item)));
        Unwritten.Clear();
        _log?.Dispose();
        _completion.TrySetResult(Result());
    }

    /// <summary>An object as text, whose own <c>ToString</c> may be a script, and throw.</summary>
    internal static string TextOf(object item)
    {
        try
        {
            return item.ToString() ?? "";
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Nothing could make the script end. What it still writes is lost.</summary>
    internal void Abandon()
    {
        IsAbandoned = true;
        Context.EndIt();
        // Elsewhere: this is called under the lock of the worker, and who waits may need that.
        Task.Run(() => _completion.TrySetResult(AttemptResult.Stopped));
    }

    // In them the reason of a program's failure is looked for.
    private void Remember(string stream, string line)
    {
        if (FailsOnExitCode && !string.IsNullOrWhiteSpace(line))
        {
            switch (stream)
            {
                case "error":
                    _lastErrors.Add(line);
                    break;
                case "out":
                    _lastOutput.Add(line);
                    break;
            }
        }
    }

    // As a program answers: by exit code 0 or 1; anything else is no answer.
    private AttemptResult Answer() =>
        (_failure, _hasExited, LastOutput) switch
        {
            ({ } failure, false, _) => new AttemptResult.Failed(failure with { ExitCode = null }),
            ({ } failure, true, _) => new AttemptResult.Failed(failure),
            (null, true, _) or (null, _, true) => AttemptResult.Success,
            (null, _, false) => new AttemptResult.Failed(
                new FailureEvidence { Message = "$false", ExitCode = 1 }
            ),
            _ => AttemptResult.FailedWith(
                "The script ended without an answer: its last output is neither $true nor $false."
            ),
        };

    // A script that fails once it has been asked to stop fails because of that, as a rule.
    private AttemptResult Result() =>
        (StopRequested, _failure) switch
        {
            (_, { DeclaredCategory: not null }) => new AttemptResult.Failed(_failure),
            (true, _) => AttemptResult.Stopped,
            _ when _script.IsQuestion => Answer(),
            (_, null) => AttemptResult.Success,
            _ => new AttemptResult.Failed(_failure),
        };
}
