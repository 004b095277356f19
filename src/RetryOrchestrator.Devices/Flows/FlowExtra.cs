namespace RetryOrchestrator.Devices.Flows;

/// <summary>A value that goes with an intent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The value, when it is a text.</param>
/// <param name="Value">The value, when it is a whole number or yes or no.</param>
internal sealed record FlowExtra(string Name, FlowText? Text, object? Value);
