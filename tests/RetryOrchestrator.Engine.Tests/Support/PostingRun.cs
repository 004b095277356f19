using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Runs of jobs that pass their point of no return, with a folder in which they say so.</summary>
internal sealed class PostingRun : IDisposable
{
    /// <summary>What the jobs say.</summary>
    public const string Word = "posting to ada";

    /// <summary>An attempt that somebody else ended.</summary>
    public static readonly AttemptResult Killed = new AttemptResult.Failed(
        new FailureEvidence
        {
            Message = "ended by signal 9 (SIGKILL)",
            ExitCode = 137,
            Signal = 9,
        }
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");

    public PostingRun() => Harness.Checkpoints = new Checkpoints(Folder);

    public RunHarness Harness { get; } = new() { Classifier = FailureClassifier.BuiltIn };

    /// <summary>Where the jobs say it; a run makes it.</summary>
    public string Folder => Path.Combine(_folder.FullName, "state-checkpoints");

    /// <summary>Lets the run ask, and gives this answer.</summary>
    public DelegateVerifier Answer(Verification answer, string? note = null)
    {
        var verifier = new DelegateVerifier(_ => new VerificationAnswer(answer, note));
        Harness.Verifier = verifier;
        return verifier;
    }

    /// <summary>v1 dies after its point of no return; the others succeed.</summary>
    public static AttemptResult PostThenDie(Attempt attempt) =>
        attempt.Job.Id == "v1" ? DieAlways(attempt) : Result.Ok;

    /// <summary>Dies after its point of no return.</summary>
    public static AttemptResult DieAlways(Attempt attempt)
    {
        Checkpoints.Write(attempt.CheckpointPath!, Word);
        return Killed;
    }

    public void Dispose()
    {
        Harness.Dispose();
        _folder.Delete(recursive: true);
    }
}
