using System.Management.Automation;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>What a job's script sees as <c>$Attempt</c>.</summary>
public sealed class ScriptAttempt
{
    private readonly Attempt _attempt;
    private readonly AttemptDevice _device;
    private readonly object _over = new();
    private bool _isOver;

    internal ScriptAttempt(Attempt attempt, AttemptDevice device)
    {
        _attempt = attempt;
        _device = device;
    }

    /// <summary>Which attempt of the job it is, from 1, over all runs.</summary>
    public int Number => _attempt.Number;

    /// <summary>The pass, from 1.</summary>
    public int Pass => _attempt.Pass;

    /// <summary>The worker, from 1.</summary>
    public int Worker => _attempt.Worker;

    /// <summary>The run.</summary>
    public long RunId => _attempt.RunId;

    /// <summary>
    /// The attempt's own Android device: the one its job names, else any free and healthy one of
    /// <c>-Device</c>, else any that adb shows ready. Leased when it is first asked for, which
    /// waits for it; given back when the script ends. Left out when an attempt is merely shown.
    /// </summary>
    [Hidden]
    public ScriptDevice Device => Loudly(() => _device.GetDevice(Locate));

    /// <summary>
    /// An Appium session on that device, a Selenium <c>RemoteWebDriver</c>: created when it is
    /// first asked for, closed when the script ends.
    /// </summary>
    [Hidden]
    public AppiumDriver Driver => Loudly(_device.GetDriver);

    /// <summary>The folder for the attempt's log and evidence; made when it is asked for.</summary>
    public string ArtifactFolder
    {
        get
        {
            _attempt.Artifacts.EnsureFolder();
            return _attempt.ArtifactFolder;
        }
    }

    /// <summary>
    /// The mark by which a later run finds what this attempt left running. A script that starts a
    /// program hands it over in the environment variable <c>ORCHESTRATOR_ATTEMPT_TOKEN</c>.
    /// </summary>
    public string Token => _attempt.Token;

    /// <summary>
    /// The file by whose being there the attempt says that it passes its point of no return, for
    /// programs that do so themselves: they are given it in the environment variable
    /// <c>ORCHESTRATOR_CHECKPOINT</c>. A script says <c>Set-OrchestratorCheckpoint</c>.
    /// </summary>
    public string? CheckpointPath => _attempt.CheckpointPath;

    /// <summary>
    /// In a script that is asked whether it happened: what the attempt had said. Else null.
    /// </summary>
    public string? Checkpoint => _attempt.Asked;

    /// <summary>Says that the attempt passes its point of no return, before it does.</summary>
    /// <param name="word">What it is about to do.</param>
    /// <exception cref="InvalidOperationException">The attempt is over, or is only asked about.</exception>
    internal void PassCheckpoint(string word)
    {
        lock (_over)
        {
            if (_isOver)
            {
                throw new InvalidOperationException(
                    "This attempt is over: its time is up, or the run was stopped. What must not be "
                        + "done twice is not to be begun."
                );
            }

            if (_attempt is not { Asked: null, CheckpointPath: { } path })
            {
                throw new InvalidOperationException(
                    "A script that is asked whether something happened has no point of no return."
                );
            }

            Checkpoints.Write(path, word);
        }
    }

    /// <summary>Nobody waits for the script any longer: it may pass no point of no return.</summary>
    internal void EndIt()
    {
        lock (_over)
        {
            _isOver = true;
        }
    }

    /// <summary>Turns a path as the script means it into one of this machine; set by the worker.</summary>
    internal Func<string, string> Locate { get; set; } = Path.GetFullPath;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"attempt {Number} of {_attempt.Job.Id}, pass {Pass}");

    // PowerShell takes a property that throws for null, unless it throws what a method call does.
    private static T Loudly<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (Exception exception)
        {
            throw new MethodInvocationException(exception.Message, exception);
        }
    }
}
