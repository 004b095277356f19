using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>Runs a flow for one job: step after step, each under its time limit.</summary>
internal sealed class FlowRunner
{
    private readonly Flow _flow;
    private readonly FlowContext _context;
    private readonly StepRunner _steps;

    /// <param name="flow">The flow.</param>
    /// <param name="context">What it runs with.</param>
    public FlowRunner(Flow flow, FlowContext context)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(context);
        _flow = flow;
        _context = context;
        _steps = new StepRunner(flow, context);
    }

    /// <summary>Runs it to its end or to the first step that fails.</summary>
    /// <param name="ended">Told of each step as it ends.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Why it failed, or null when every step passed.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    public async Task<FailureEvidence?> RunAsync(
        Action<FlowStepResult>? ended,
        CancellationToken stop
    )
    {
        foreach (var step in _flow.Steps)
        {
            var began = _context.Time.GetTimestamp();
            var failure = await _steps.RunAsync(step, stop).ConfigureAwait(false);
            var skipped = failure is { IsExpectation: true } && step.Optional;
            ended?.Invoke(
                new FlowStepResult(
                    step,
                    failure is null ? FlowStepStatus.Passed
                        : skipped ? FlowStepStatus.Skipped
                        : FlowStepStatus.Failed,
                    _context.Time.GetElapsedTime(began),
                    failure?.Evidence
                )
                {
                    IsExpectation = failure is { IsExpectation: true },
                }
            );
            if (failure is not null && !skipped)
            {
                return Located(step, failure);
            }
        }

        return null;
    }

    // What the flow does not state, it does not know: the screen may be late, or the device lost.
    private FailureEvidence Located(FlowStep step, StepFailure failure) =>
        failure.Evidence with
        {
            LeavesOpen = !failure.IsStated,
            Message = FormattableString.Invariant(
                $"{failure.Evidence.Message} ({_flow.File}:{step.At.Line}, step {step.Number}: {step.Description})"
            ),
        };
}
