namespace RetryOrchestrator.Devices.Appium;

/// <summary>The capabilities of a session, put together. Pure.</summary>
internal static class AppiumCapabilities
{
    private const int LeastCommandTimeoutSeconds = 300;
    private const int BeyondTheAttemptSeconds = 60;

    // The names that W3C defines; all others have a vendor's prefix.
    private static readonly HashSet<string> Standard =
    [
        "platformName",
        "browserName",
        "browserVersion",
        "acceptInsecureCerts",
        "pageLoadStrategy",
        "proxy",
        "timeouts",
        "unhandledPromptBehavior",
    ];

    /// <summary>The capabilities for a device; later ones replace earlier ones.</summary>
    /// <param name="serial">The device.</param>
    /// <param name="systemPort">The way to it, or null where the server picks one.</param>
    /// <param name="adbPort">The adb server's port, or null for adb's own default.</param>
    /// <param name="attemptTimeout">
    /// The time limit of an attempt. The session outlasts it however long nothing is asked of it:
    /// what an attempt does meanwhile (a push, a wait) is its own affair. It still ends by itself,
    /// on a server that others run, when a killed run left it behind.
    /// </param>
    /// <param name="more">Those of the run, then those of the flow; <c>appium:</c> may be left out.</param>
    public static IReadOnlyDictionary<string, object> For(
        string serial,
        int? systemPort,
        int? adbPort,
        TimeSpan attemptTimeout,
        IEnumerable<KeyValuePair<string, object>> more
    )
    {
        var capabilities = new Dictionary<string, object>
        {
            ["platformName"] = "Android",
            ["appium:automationName"] = "UiAutomator2",
            ["appium:udid"] = serial,
            ["appium:newCommandTimeout"] = CommandTimeout(attemptTimeout),
            // Where Appium cannot reach its phone again it restarts adb's server, and every other phone
            // of this machine loses its connection, unless it is told not to (uiautomator2 driver 8).
            ["appium:suppressKillServer"] = true,
        };
        if (systemPort is { } port)
        {
            capabilities["appium:systemPort"] = port;
        }

        if (adbPort is { } server)
        {
            capabilities["appium:adbPort"] = server;
        }

        foreach (var (name, value) in more)
        {
            capabilities[FullName(name)] = value;
        }

        return capabilities;
    }

    // Appium counts in milliseconds of a signed 32-bit timer: beyond that it ends at once.
    private static int CommandTimeout(TimeSpan attempt) =>
        (int)
            Math.Clamp(
                Math.Ceiling(attempt.TotalSeconds) + BeyondTheAttemptSeconds,
                LeastCommandTimeoutSeconds,
                int.MaxValue / 1000
            );

    private static string FullName(string name) =>
        name.Contains(':') || Standard.Contains(name) ? name : $"appium:{name}";
}
