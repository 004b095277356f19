namespace RetryOrchestrator.Executors.Devices.Appium;

/// <summary>The capabilities of a session, put together. Pure.</summary>
public static class AppiumCapabilities
{
    // Longer than any step: the app, not Appium, decides how long a flow may watch it. It also
    // ends, on a server that others run, what a killed run left behind.
    private const int NewCommandTimeoutSeconds = 300;

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
    /// <param name="more">Those of the run, then those of the flow; <c>appium:</c> may be left out.</param>
    public static IReadOnlyDictionary<string, object> For(
        string serial,
        int? systemPort,
        int? adbPort,
        IEnumerable<KeyValuePair<string, object>> more
    )
    {
        var capabilities = new Dictionary<string, object>
        {
            ["platformName"] = "Android",
            ["appium:automationName"] = "UiAutomator2",
            ["appium:udid"] = serial,
            ["appium:newCommandTimeout"] = NewCommandTimeoutSeconds,
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

    private static string FullName(string name) =>
        name.Contains(':') || Standard.Contains(name) ? name : $"appium:{name}";
}
