using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Executors.Devices.Scripts;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>An attempt on its way through a worker's loop, and what is known of its end.</summary>
public sealed class ScriptRun
{
    private const long MaxLogBytes = 50_000_000;

    private static readonly Hashtable NoArguments = [];

    private readonly Attempt _attempt;

    // Whoever waits goes on at once, on the thread that completes it: that is the shorter way.
    private readonly TaskCompletionSource<AttemptResult> _completion = new();
    private OutputLog? _log;
    private FailureEvidence? _failure;

    internal ScriptRun(Attempt attempt, AttemptDevice device, JobScript script)
    {
        _attempt = attempt;
        Context = new ScriptAttempt(attempt, device);
        Job = new PSObject();
        foreach (var (name, value) in attempt.Job.Columns)
        {
            // The names are those of columns, each there once: nothing needs to be looked for.
            Job.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        Arguments = ArgumentsFor(script);
    }

    /// <summary>The script's <c>$Job</c>.</summary>
    public PSObject Job { get; }

    /// <summary>The script's <c>$Attempt</c>.</summary>
    public ScriptAttempt Context { get; }

    /// <summary>What is bound to the script's own parameters, when it has any of these names.</summary>
    public Hashtable Arguments { get; }

    /// <summary>The script ended with a terminating error.</summary>
    public void Fail(ErrorRecord error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _failure = ScriptFailure.Of(error);
        var trace = error.ScriptStackTrace?.TrimEnd().Split('\n') ?? [];
        Log("error", string.Join('\n', [error.ToString(), .. trace.SkipLast(JobLoop.Frames)]));
    }

    internal List<PSObject> Unwritten { get; } = [];

    internal Task<AttemptResult> Completion => _completion.Task;

    internal bool StopRequested { get; set; }

    internal bool IsAbandoned { get; private set; }

    internal void Exit(int code) => _failure = code == 0 ? null : ScriptFailure.OfExit(code);

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

        _log ??= new OutputLog(_attempt.ArtifactFolder, MaxLogBytes);
        foreach (var line in TerminalText.Clean(TerminalOutput.AsSeen(text)).Split('\n'))
        {
            _log.Append(stream, continues: false, line);
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
        // Elsewhere: this is called under the lock of the worker, and who waits may need that.
        Task.Run(() => _completion.TrySetResult(AttemptResult.Stopped));
    }

    // A script that fails once it has been asked to stop fails because of that, as a rule.
    private AttemptResult Result() =>
        (StopRequested, _failure) switch
        {
            (_, { DeclaredCategory: not null }) => new AttemptResult.Failed(_failure),
            (true, _) => AttemptResult.Stopped,
            (_, null) => AttemptResult.Success,
            _ => new AttemptResult.Failed(_failure),
        };

    private Hashtable ArgumentsFor(JobScript script)
    {
        var job = script.HasParameter("Job");
        var attempt = script.HasParameter("Attempt");
        if (!job && !attempt)
        {
            return NoArguments;
        }

        var arguments = new Hashtable();
        if (job)
        {
            arguments["Job"] = Job;
        }

        if (attempt)
        {
            arguments["Attempt"] = Context;
        }

        return arguments;
    }
}
