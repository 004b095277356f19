using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What a run starts with, as its start-up block shows it.</summary>
public sealed record RunSetup
{
    /// <summary>The limits in force.</summary>
    public required OrchestratorOptions Options { get; init; }

    /// <summary>
    /// Where values came from, by parameter name. Settings that are no limits (such as a device or
    /// a flow) are listed too where they are not defaults.
    /// </summary>
    public IReadOnlyList<EffectiveSetting> Settings { get; init; } = [];

    /// <summary>What executes the jobs, such as <c>python post.py {account}</c>.</summary>
    public required string Executor { get; init; }

    /// <summary>Where the jobs come from, such as the file's path.</summary>
    public required string JobsSource { get; init; }

    /// <summary>The state's file.</summary>
    public required string StatePath { get; init; }

    /// <summary>
    /// What the operator adds to a command to find the state from the folder he is in, such as
    /// <c>-JobsPath 'other/jobs.csv'</c>; empty when nothing is needed.
    /// </summary>
    public string Locator { get; init; } = "";
}
