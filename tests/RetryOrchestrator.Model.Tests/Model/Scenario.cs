using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>A row of the list, and how its attempts end: the last ending repeats.</summary>
internal sealed record ScenarioJob(string Id, string? Account, IReadOnlyList<Ending> Script)
{
    /// <param name="number">Which attempt of the job it is, from 1.</param>
    public Ending Attempt(int number) => Script[Math.Min(number, Script.Count) - 1];

    public override string ToString() => $"{Id}@{Account ?? "-"}:{string.Join(',', Script)}";
}

/// <summary>How a command is cut off.</summary>
internal enum Cut
{
    None,

    /// <summary>The operator stops the run in its n-th attempt.</summary>
    StopInAttempt,

    /// <summary>The operator stops the run in its n-th wait.</summary>
    StopInWait,

    /// <summary>The process dies before its n-th write to the state.</summary>
    CrashBeforeWrite,

    /// <summary>The process dies when its n-th write is durable.</summary>
    CrashAfterWrite,
}

/// <summary>A reset of one job.</summary>
internal sealed record ScenarioReset(string Id, bool Force);

/// <summary>One start, and what was done before it.</summary>
/// <param name="Edits">Rows of the list that are added or changed; those without a script vanish.</param>
/// <param name="Resets">Jobs that are reset.</param>
/// <param name="Options">The limits.</param>
/// <param name="Cut">What cuts the run off.</param>
/// <param name="At">The attempt, wait or write it is cut off at, from 1.</param>
internal sealed record ScenarioCommand(
    IReadOnlyList<ScenarioJob> Edits,
    IReadOnlyList<ScenarioReset> Resets,
    OrchestratorOptions Options,
    Cut Cut,
    int At
)
{
    public bool Crashes => Cut is Cut.CrashBeforeWrite or Cut.CrashAfterWrite;

    /// <summary>The list after the edits; it is never left empty.</summary>
    public IReadOnlyList<ScenarioJob> Edit(IReadOnlyList<ScenarioJob> list)
    {
        var rows = list.ToList();
        foreach (var edit in Edits)
        {
            var at = rows.FindIndex(row => row.Id == edit.Id);
            if (edit.Script.Count > 0)
            {
                rows.RemoveAll(row => row.Id == edit.Id);
                rows.Insert(at < 0 ? rows.Count : at, edit);
            }
            else if (at >= 0 && rows.Count > 1)
            {
                rows.RemoveAt(at);
            }
        }

        return rows;
    }

    public override string ToString() =>
        string.Concat(Edits.Select(edit => $"edit {edit}\n"))
        + string.Concat(Resets.Select(reset => $"{reset}\n"))
        + $"start: passes {Options.MaxPasses}, attempts {Options.MaxAttemptsPerJob}"
        + $", infrastructure {Options.InfrastructureRetryLimit}"
        + (Options.RetryUnknown ? "" : ", NoRetryUnknown")
        + (Options.ContinueOnAccountFailure ? ", ContinueOnAccountFailure" : "")
        + (Options.NewJobsOnly ? ", NewJobsOnly" : "")
        + (Cut == Cut.None ? "" : $"; {Cut} {At}");
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
