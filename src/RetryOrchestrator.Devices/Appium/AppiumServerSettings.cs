using RetryOrchestrator.Devices.Machine;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>How the servers that a run starts are set up.</summary>
internal sealed record AppiumServerSettings
{
    /// <summary>What is started.</summary>
    public required AppiumInstallation Installation { get; init; }

    /// <summary>The first port that is tried for a server; taken ones are skipped. Default 4723.</summary>
    public int FirstPort { get; init; } = 4723;

    /// <summary>
    /// The first port of this machine that is tried for the way to the helper on the device
    /// (<c>appium:systemPort</c>); taken ones are skipped. Default 8200.
    /// </summary>
    public int FirstSystemPort { get; init; } = 8200;

    /// <summary>What keeps two runs of this machine from taking one port.</summary>
    public IMachineLocks Locks { get; init; } = MachineLocks.OfThisMachine;

    /// <summary>
    /// Told of a system port when its server has ended: what a server that was killed leaves open on
    /// it is to be closed. Must not throw.
    /// </summary>
    public Func<int, Task>? OnPortLeft { get; init; }

    /// <summary>
    /// Variables that the servers get besides those of this process: above all the adb server
    /// that the run itself uses, since an adb of another version would end it.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    /// <summary>Further arguments of <c>appium server</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long anything may take.</summary>
    public AppiumLimits Limits { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
