namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>What a step waits for.</summary>
/// <param name="Element">The element.</param>
/// <param name="Gone">Whether it is to be gone.</param>
internal readonly record struct ElementWait(FlowSelector Element, bool Gone = false);
