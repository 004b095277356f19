using System.Globalization;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>The environment variables that tell a program which attempt it is.</summary>
public static class AttemptEnvironment
{
    /// <summary>
    /// Marks every process of an attempt. Children inherit it, so even orphans are found by it.
    /// </summary>
    public const string TokenVariable = "ORCHESTRATOR_ATTEMPT_TOKEN";

    /// <summary>
    /// The file by whose being there a program says that it passes its point of no return.
    /// </summary>
    public const string CheckpointVariable = "ORCHESTRATOR_CHECKPOINT";

    /// <summary>What an attempt had said; for the program that is asked whether that happened.</summary>
    public const string CheckpointWordVariable = "ORCHESTRATOR_CHECKPOINT_WORD";

    /// <summary>
    /// <c>ORCHESTRATOR_JOB_ID</c>, <c>_ACCOUNT</c>, <c>_PASS</c>, <c>_ATTEMPT</c>, <c>_WORKER</c>,
    /// <c>_DEVICE</c>, <c>_ARTIFACTS</c>, <c>_CHECKPOINT</c> and the token. What the job does not have is empty, so
    /// that nothing is inherited from an orchestrator around this one.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(Attempt attempt)
    {
        var variables = new Dictionary<string, string>
        {
            ["ORCHESTRATOR_JOB_ID"] = attempt.Job.Id,
            ["ORCHESTRATOR_ACCOUNT"] = attempt.Job.Account ?? "",
            ["ORCHESTRATOR_PASS"] = Number(attempt.Pass),
            ["ORCHESTRATOR_ATTEMPT"] = Number(attempt.Number),
            ["ORCHESTRATOR_WORKER"] = Number(attempt.Worker),
            ["ORCHESTRATOR_DEVICE"] = attempt.Job.Device ?? "",
            ["ORCHESTRATOR_ARTIFACTS"] = attempt.ArtifactFolder,
            [CheckpointVariable] = attempt.CheckpointPath ?? "",
            [TokenVariable] = attempt.Token,
        };
        if (attempt.Asked is { } word)
        {
            variables[CheckpointWordVariable] = word;
        }

        return variables;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
