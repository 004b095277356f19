using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// Which jobs are meant. Conditions of different kinds must all hold; within one kind any value
/// will do; an empty kind asks nothing. Ids and accounts may hold the wildcards * and ?.
/// </summary>
public sealed record JobQuery
{
    /// <summary>Statuses.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Categories of the last failure.</summary>
    public IReadOnlyList<FailureCategory> Categories { get; init; } = [];

    /// <summary>Accounts, compared exactly but for wildcards.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Ids, compared exactly but for wildcards.</summary>
    public IReadOnlyList<string> JobIds { get; init; } = [];

    /// <summary>Whether * and ? in ids are themselves. Default false.</summary>
    public bool IdsAreLiteral { get; init; }

    /// <summary>Whether jobs that are no longer in the list count. Default false.</summary>
    public bool IncludeUnlisted { get; init; }
}

/// <summary>Which passes are meant.</summary>
public sealed record PassQuery
{
    /// <summary>A run; null for the last that had a pass: a start with nothing to do has none.</summary>
    public long? RunId { get; init; }

    /// <summary>Passes; empty for all.</summary>
    public IReadOnlyList<int> Passes { get; init; } = [];

    /// <summary>Passes of every run.</summary>
    public bool AllRuns { get; init; }
}
