namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// What a flow needs of the screen. Nothing is waited for here: what is not there, or not usable
/// yet, gives false or null. What is wrong with the session throws.
/// </summary>
internal interface IFlowScreen
{
    /// <summary>Whether an element is there and visible.</summary>
    Task<bool> IsShownAsync(ScreenTarget target, CancellationToken stop);

    /// <summary>Taps an element; false when it could not be tapped.</summary>
    Task<bool> TapAsync(ScreenTarget target, CancellationToken stop);

    /// <summary>Types into a field; false when it could not be typed into.</summary>
    Task<bool> TypeAsync(ScreenTarget target, string text, CancellationToken stop);

    /// <summary>Empties a field; false when it could not be emptied.</summary>
    Task<bool> ClearAsync(ScreenTarget target, CancellationToken stop);

    /// <summary>An element's text, or null when it is not there.</summary>
    Task<string?> ReadAsync(ScreenTarget target, CancellationToken stop);

    /// <summary>The page source, XML.</summary>
    Task<string> SourceAsync(CancellationToken stop);

    /// <summary>A picture of the screen, PNG.</summary>
    Task<byte[]> ScreenshotAsync(CancellationToken stop);
}
