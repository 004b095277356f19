using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Flows.Steps;

namespace RetryOrchestrator.Devices.Flows;

/// <summary>
/// What a step does: one class for each kind of step, with the arguments that a flow gave it and how
/// it is done. What is the same for all steps of the kind stands in its <see cref="StepKind"/>.
/// </summary>
public abstract record FlowAction
{
    private protected FlowAction() { }

    /// <summary>The step's keyword.</summary>
    public string Keyword => Kind.Keyword;

    /// <summary>The step in a few words, as users see it: <c>tap text=Share</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The texts that it fills in for each job, those of elements included.</summary>
    public abstract IEnumerable<FlowText> Texts { get; }

    /// <summary>The kind of step.</summary>
    internal abstract StepKind Kind { get; }

    /// <summary>
    /// The element that it waits for, which is what has not come when its time is up; null when it
    /// waits for none.
    /// </summary>
    internal virtual ElementWait? Awaits => null;

    /// <summary>The time that it takes by what it says, on top of the limit of its kind. Default none.</summary>
    internal virtual TimeSpan Takes => TimeSpan.Zero;

    /// <summary>Does it; null when it passed.</summary>
    /// <param name="run">What it has to do it with.</param>
    /// <param name="stop">Its time is up, or the flow is given up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    internal abstract Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop);

    /// <inheritdoc/>
    public sealed override string ToString() => Description;
}
