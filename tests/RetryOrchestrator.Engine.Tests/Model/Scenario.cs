using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Model;

/// <summary>What a job's next attempt comes to: null is success.</summary>
internal sealed record ScenarioJob(
    string Id,
    string? Account,
    IReadOnlyList<FailureCategory?> Script
)
{
    /// <summary>The outcome of a counted attempt; the last one of the script repeats.</summary>
    public FailureCategory? Outcome(int countedBefore) =>
        Script[Math.Min(countedBefore, Script.Count - 1)];

    public override string ToString() =>
        $"{Id}@{Account ?? "-"}:{string.Join(',', Script.Select(c => c?.ToString() ?? "ok"))}";
}

/// <summary>How a command is cut off.</summary>
internal enum CutKind
{
    None,

    /// <summary>The operator stops the run while an attempt is under way.</summary>
    StopInAttempt,

    /// <summary>The process dies at one of its writes to the state.</summary>
    CrashAtWrite,
}

/// <summary>One command: its limits, and what cuts it off.</summary>
/// <param name="Options">The limits.</param>
/// <param name="Cut">What cuts it off.</param>
/// <param name="At">The attempt or the write it is cut off at, from 1 in each command.</param>
/// <param name="AfterWrite">Whether a crash comes after the write instead of before it.</param>
internal sealed record ScenarioCommand(
    OrchestratorOptions Options,
    CutKind Cut,
    int At,
    bool AfterWrite
)
{
    public override string ToString() =>
        $"[{Cut}{(Cut == CutKind.None ? "" : $" at {At}{(AfterWrite ? " after" : "")}")}"
        + $" passes {Options.MaxPasses} attempts {Options.MaxAttemptsPerJob}"
        + $" infra {Options.InfrastructureRetryLimit} workers {Options.Workers}"
        + (Options.RetryUnknown ? "" : " noUnknown")
        + (Options.ContinueOnAccountFailure ? " continue" : "")
        + (Options.NewJobsOnly ? " newOnly" : "")
        + "]";
}

/// <summary>A list of jobs and the commands run on it, one after the other.</summary>
internal sealed record Scenario(
    IReadOnlyList<ScenarioJob> Jobs,
    IReadOnlyList<ScenarioCommand> Commands
)
{
    public override string ToString() =>
        string.Join(' ', Jobs) + "\n" + string.Join('\n', Commands);
}
