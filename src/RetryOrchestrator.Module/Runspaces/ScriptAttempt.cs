using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>What a job's script sees as <c>$Attempt</c>.</summary>
public sealed class ScriptAttempt
{
    private readonly Attempt _attempt;

    internal ScriptAttempt(Attempt attempt) => _attempt = attempt;

    /// <summary>Which attempt of the job it is, from 1, over all runs.</summary>
    public int Number => _attempt.Number;

    /// <summary>The pass, from 1.</summary>
    public int Pass => _attempt.Pass;

    /// <summary>The worker, from 1.</summary>
    public int Worker => _attempt.Worker;

    /// <summary>The run.</summary>
    public long RunId => _attempt.RunId;

    /// <summary>The device the job names, or null.</summary>
    public string? Device => _attempt.Job.Device;

    /// <summary>The folder for the attempt's log and evidence; made when it is asked for.</summary>
    public string ArtifactFolder
    {
        get
        {
            Directory.CreateDirectory(_attempt.ArtifactFolder);
            return _attempt.ArtifactFolder;
        }
    }

    /// <summary>
    /// The mark by which a later run finds what this attempt left running. A script that starts a
    /// program hands it over in the environment variable <c>ORCHESTRATOR_ATTEMPT_TOKEN</c>.
    /// </summary>
    public string Token => _attempt.Token;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"attempt {Number} of {_attempt.Job.Id}, pass {Pass}");
}
