using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What a run is put together from.</summary>
public sealed record RunParts
{
    /// <summary>Where its state is written.</summary>
    public required IRunSession Store { get; init; }

    /// <summary>What runs its attempts.</summary>
    public required IJobExecutor Executor { get; init; }

    /// <summary>What sorts its failures.</summary>
    public required IFailureClassifier Classifier { get; init; }

    /// <summary>The machine's processes: who this is, and what a dead run left behind.</summary>
    public required IProcessTable Processes { get; init; }

    /// <summary>Where its events go.</summary>
    public required IEventSink Events { get; init; }

    /// <summary>Where logs and evidence of its attempts go.</summary>
    public required RunArtifacts Artifacts { get; init; }

    /// <summary>
    /// Where attempts say that they pass their point of no return; null where nothing is really run.
    /// </summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>What is asked whether an uncertain attempt has done it; null: nobody.</summary>
    public IVerifier? Verifier { get; init; }

    /// <summary>What marks the begin of attempts; null: then nothing real is claimed ahead.</summary>
    public IBeginMarks? BeginMarks { get; init; }

    /// <summary>
    /// What keeps the outcomes that could not be recorded; null: then those attempts count as cut
    /// off.
    /// </summary>
    public IKeptOutcomes? KeptOutcomes { get; init; }

    /// <summary>The outcomes that are not recorded yet; the run's own.</summary>
    internal UnrecordedOutcomes Unrecorded { get; init; } = new(null, "");

    /// <summary>The progress CSV; null for none.</summary>
    public IProgressMirror? Mirror { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
