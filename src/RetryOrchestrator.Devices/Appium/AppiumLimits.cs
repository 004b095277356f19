namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// How long anything about Appium may take. A server can freeze in the middle of any call, so
/// every call has a limit.
/// </summary>
public sealed record AppiumLimits
{
    /// <summary>
    /// Until a new session is there. 1 s and more, default 120 s: a first session installs
    /// Appium's helper apps on the device.
    /// </summary>
    public TimeSpan SessionStart { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Until a command is answered. 1 s and more, default 60 s.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Until a session is closed; then its server counts as frozen. Default 30 s: a slow phone takes
    /// more than ten, and a server that is at it would only be slower if it were replaced.
    /// </summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Until a session that could not be closed when its attempt ended is closed by asking again, at
    /// an endpoint that others run. Default 5 s.
    /// </summary>
    public TimeSpan QuitAgain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until a server that the run starts answers. Default 60 s.</summary>
    public TimeSpan ServerStart { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Until a server of the run says that it is ready, asked before each attempt; one that does
    /// not is replaced. Default 5 s.
    /// </summary>
    public TimeSpan ServerHealth { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until a server of the run has ended by itself; then it is killed. Default 5 s.</summary>
    public TimeSpan ServerStop { get; init; } = TimeSpan.FromSeconds(5);
}
