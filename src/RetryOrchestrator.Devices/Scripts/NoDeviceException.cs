namespace RetryOrchestrator.Devices.Scripts;

/// <summary>
/// No device can be had in this pass. An attempt that ends with it is deferred: it costs its job
/// nothing.
/// </summary>
public sealed class NoDeviceException : Exception
{
    internal NoDeviceException(string reason)
        : base(reason) { }
}
