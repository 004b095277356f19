using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Verifying;

/// <summary>
/// Asks by a program or a script, whether what an attempt was about to do has happened: exit code 0
/// (a script's <c>$true</c>) is yes, 1 (<c>$false</c>) is no, and anything else is no answer.
/// </summary>
/// <param name="executor">Runs the program or script; disposed of with this.</param>
public sealed class ExecutorVerifier(IJobExecutor executor) : IVerifier
{
    private const int No = 1;

    /// <inheritdoc/>
    public async ValueTask<VerificationAnswer> AskAsync(Attempt attempt, StopSignals signals) =>
        await executor.ExecuteAsync(attempt, signals).ConfigureAwait(false) switch
        {
            AttemptResult.Succeeded => new(Verification.Happened),
            AttemptResult.Failed { Evidence: { ExitCode: No, Signal: null } } => new(
                Verification.DidNotHappen
            ),
            AttemptResult.Failed { Evidence: var evidence } => new(
                Verification.NoAnswer,
                Describe(evidence)
            ),
            AttemptResult.Deferred { Reason: var reason } => new(Verification.NoAnswer, reason),
            _ => new(Verification.NoAnswer, "it was stopped"),
        };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => executor.DisposeAsync();

    private static string Describe(FailureEvidence evidence)
    {
        var output = evidence.Output ?? ProgramOutput.None;
        var said = output.Error.Concat(output.Output).ToList();
        return said.Count == 0
            ? evidence.Message
            : $"{evidence.Message}: {(output.Error.Count > 0 ? output.Error[^1] : output.Output[^1])}";
    }
}
