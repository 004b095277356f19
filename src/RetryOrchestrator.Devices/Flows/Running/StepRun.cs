namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>What a step has to do its work with.</summary>
/// <param name="Context">What the flow runs with.</param>
/// <param name="Screen">The screen, waited for and looked at under the flow's guards.</param>
/// <param name="Limit">The time that the step has in all.</param>
internal sealed record StepRun(FlowContext Context, ScreenWatch Screen, TimeSpan Limit)
{
    /// <summary>The device, through adb.</summary>
    public IFlowDevice Device => Context.Device;

    /// <summary>A text with the job's data filled in.</summary>
    public string Fill(FlowText text) => text.Fill(Context.Columns);

    /// <summary>The same, or null for null.</summary>
    public string? FillAny(FlowText? text) => text?.Fill(Context.Columns);

    /// <summary>An element with the job's data filled in.</summary>
    public ScreenTarget Fill(FlowSelector element) => element.For(Context.Columns);
}
