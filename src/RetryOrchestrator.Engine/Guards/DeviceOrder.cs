namespace RetryOrchestrator.Engine.Guards;

/// <summary>What may be done with a device of the executor's from now on.</summary>
/// <param name="Device">Its serial.</param>
/// <param name="Admission">
/// Open: it may be given jobs. Probe: one, to see what becomes of it. Doubted: none while any other is
/// at work. Closed: none.
/// </param>
/// <param name="Reason">Why it is set aside, in words; null when it is not.</param>
public readonly record struct DeviceOrder(string Device, Admission Admission, string? Reason);
