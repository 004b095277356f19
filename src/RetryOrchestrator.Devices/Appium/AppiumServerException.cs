namespace RetryOrchestrator.Devices.Appium;

/// <summary>A server of the run could not be started.</summary>
public sealed class AppiumServerException : Exception
{
    /// <param name="message">What happened, with the server's last words.</param>
    public AppiumServerException(string message)
        : base(message) { }
}
