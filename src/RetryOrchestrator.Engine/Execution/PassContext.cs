using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>Which pass of which run it is, and what that works with.</summary>
internal sealed record PassContext
{
    /// <summary>The run.</summary>
    public required long RunId { get; init; }

    /// <summary>The pass, from 1.</summary>
    public required int Pass { get; init; }

    /// <summary>What the run is put together from.</summary>
    public required RunParts Parts { get; init; }

    /// <summary>The run's limits.</summary>
    public required OrchestratorOptions Options { get; init; }

    /// <summary>The run's stop.</summary>
    public required RunStop Stop { get; init; }

    /// <summary>How long the pass has been at work.</summary>
    public required PassClock Clock { get; init; }

    /// <summary>What paths of the list are relative to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Where workers mark what they begin, or null.</summary>
    public IBeginMarks? Marks { get; init; }
}
