using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>How a run ended, as its last lines tell it.</summary>
public sealed record RunResult
{
    /// <summary>The run.</summary>
    public required long RunId { get; init; }

    /// <summary>The passes of this run in order, as far as they ended; may be empty.</summary>
    public required IReadOnlyList<RetryPassSummary> Passes { get; init; }

    /// <summary>Where all jobs stand at the end.</summary>
    public required JobTally Jobs { get; init; }

    /// <summary>Whether the operator stopped it, in a pass or between passes.</summary>
    public bool Stopped { get; init; }

    /// <summary>
    /// What the operator adds to a command to find this state from the folder he is in, such as
    /// <c>-JobsPath 'other/jobs.csv'</c>; empty when nothing is needed.
    /// </summary>
    public string Locator { get; init; } = "";
}
