using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>One execution of a job by a worker, claimed durably before an executor sees it.</summary>
public sealed record Attempt
{
    private AttemptArtifacts? _artifacts;

    /// <summary>Unique in the state, ever growing.</summary>
    public required long Id { get; init; }

    /// <summary>The job, its <c>video_path</c> absolute.</summary>
    public required Job Job { get; init; }

    /// <summary>The run's id.</summary>
    public required long RunId { get; init; }

    /// <summary>The pass, from 1.</summary>
    public required int Pass { get; init; }

    /// <summary>The worker, from 1 to Workers.</summary>
    public required int Worker { get; init; }

    /// <summary>Which attempt of this job it is, from 1, over all runs and including cancelled ones.</summary>
    public required int Number { get; init; }

    /// <summary>How many earlier attempts of this job counted (were not cancelled or deferred).</summary>
    public required int CountedBefore { get; init; }

    /// <summary>
    /// The folder for this attempt's log and evidence. Not created until something is written.
    /// </summary>
    public required string ArtifactFolder { get; init; }

    /// <summary>What makes the files in that folder.</summary>
    public AttemptArtifacts Artifacts
    {
        get => _artifacts ??= new AttemptArtifacts(ArtifactFolder);
        init => _artifacts = value;
    }

    /// <summary>
    /// The file by which the attempt says that it is about to do what must not be done twice; null
    /// where nothing is really run.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// What the attempt had said, where it is not to be made but asked whether that happened; else
    /// null.
    /// </summary>
    public string? Asked { get; init; }

    /// <summary>
    /// Marks every process started for this attempt (environment variable
    /// <c>ORCHESTRATOR_ATTEMPT_TOKEN</c>), so that a later start can find what a killed run left.
    /// Unique on this machine: derived from the state's identity, the process that runs it and
    /// <see cref="Id"/>.
    /// </summary>
    public required string Token { get; init; }
}
