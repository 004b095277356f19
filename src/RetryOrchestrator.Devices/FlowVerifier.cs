using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Flows.Steps;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>
/// Asks on a device, by the steps under a flow's <c>verify</c>: when all of them pass it has
/// happened, when a step that <see cref="StepKind.Answers">answers</see> (<c>assert</c>) finds the
/// screen otherwise it has not, and anything else (a wait that ran out, a lost device, none to be
/// had) is no answer.
/// </summary>
/// <param name="run">The run's devices; not disposed of with this.</param>
/// <param name="flow">The flow, which has such steps.</param>
public sealed class FlowVerifier(DeviceRun run, Flow flow) : IVerifier
{
    private readonly DeviceFlowExecutor _asking = new(
        run,
        flow with
        {
            Steps = flow.Verify,
            FailWhen = [],
        }
    );

    /// <inheritdoc/>
    public async ValueTask<VerificationAnswer> AskAsync(Attempt attempt, StopSignals signals)
    {
        FlowStepResult? last = null;
        var result = await _asking
            .ExecuteAsync(attempt, signals, step => last = step)
            .ConfigureAwait(false);
        return result switch
        {
            AttemptResult.Succeeded => new(Verification.Happened),
            AttemptResult.Failed { Evidence.Message: var message } => last
                is {
                    Status: FlowStepStatus.Failed,
                    IsExpectation: true,
                    Step.Action.Kind.Answers: true
                }
                ? new(Verification.DidNotHappen, message)
                : new(Verification.NoAnswer, message),
            AttemptResult.Deferred { Reason: var reason } => new(Verification.NoAnswer, reason),
            _ => new(Verification.NoAnswer, "it was stopped"),
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
