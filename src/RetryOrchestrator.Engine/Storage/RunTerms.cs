using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>What a run is worked on under, and the store must know of it.</summary>
public sealed record RunTerms
{
    /// <summary>Whether all earlier failures are left alone.</summary>
    public bool NewJobsOnly { get; init; }

    /// <summary>Whether its jobs are not really run.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Passes of the run, the first included; at least 1.</summary>
    public required int MaxPasses { get; init; }

    /// <summary>The wait between two passes; not negative.</summary>
    public required TimeSpan RetryDelay { get; init; }

    /// <summary>
    /// Whether jobs under which the process died are handed out last, and only with nothing else at
    /// work; else they are as others.
    /// </summary>
    public bool SuspectsRunAlone { get; init; }

    /// <summary>All effective settings, kept for status.</summary>
    public IReadOnlyList<EffectiveSetting> Settings { get; init; } = [];
}
