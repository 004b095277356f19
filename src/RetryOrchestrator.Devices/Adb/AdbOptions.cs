namespace RetryOrchestrator.Devices.Adb;

/// <summary>How adb is called.</summary>
public sealed record AdbOptions
{
    /// <summary>The adb program's full path (see <see cref="AdbLocator"/>).</summary>
    public required string Program { get; init; }

    /// <summary>
    /// Variables that adb gets besides those of this process; null takes one away.
    /// <c>ANDROID_ADB_SERVER_PORT</c> says which server it talks to.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    /// <summary>How long its calls may take.</summary>
    public AdbLimits Limits { get; init; } = new();

    /// <summary>Told of every call when it has ended, on the thread that made it. Must not throw.</summary>
    public Action<AdbCall>? OnCall { get; init; }

    /// <summary>The clock of the time limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// The time limits of calls to adb: it hangs for ever when a phone hangs. All above 0 s.
/// </summary>
public sealed record AdbLimits
{
    /// <summary>Starting the server, listing devices, asking for a state. Default 20 s.</summary>
    public TimeSpan Server { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Connecting to a device over the network; adb itself gives up after 10 s. Default 15 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A command in a device's shell, unless the caller says otherwise. Default 30 s.</summary>
    public TimeSpan Shell { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pushing or pulling a file. Default 5 minutes.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Installing an app. Default 5 minutes.</summary>
    public TimeSpan Install { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Each step of a health probe. Default 10 s.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Taking a screenshot. Default 15 s.</summary>
    public TimeSpan Screenshot { get; init; } = TimeSpan.FromSeconds(15);
}
