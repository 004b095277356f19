using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>What the operator says of devices, as it came from parameters and configuration.</summary>
public sealed record DeviceRunRequest
{
    /// <summary><c>-AdbPath</c>, or null.</summary>
    public string? AdbPath { get; init; }

    /// <summary><c>-Device</c>; empty for all that adb shows ready.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary><c>-AccountDevice</c>: the device of each account, by serial.</summary>
    public IReadOnlyDictionary<string, string> AccountDevices { get; init; } =
        new Dictionary<string, string>();

    /// <summary><c>-AccountDevicePath</c>: a file of such bindings, or null.</summary>
    public string? AccountDevicePath { get; init; }

    /// <summary>
    /// <c>-KeepAccountDevice</c>: an account without a device keeps the first one it used, in the
    /// file where there is one, else for this run.
    /// </summary>
    public bool KeepAccountDevice { get; init; }

    /// <summary><c>-AppiumUrl</c>, or null for servers that the run starts.</summary>
    public string? AppiumUrl { get; init; }

    /// <summary><c>-AppiumHome</c>, or null.</summary>
    public string? AppiumHome { get; init; }

    /// <summary>
    /// Whether sessions are sure to be needed. Without it a missing Appium is told when a script
    /// first asks for a session.
    /// </summary>
    public bool NeedsAppium { get; init; } = true;

    /// <summary>Capabilities of every session; <c>appium:</c> may be left out of their names.</summary>
    public IReadOnlyDictionary<string, object> Capabilities { get; init; } =
        new Dictionary<string, object>();

    /// <summary>
    /// The time limit of an attempt: nobody waits longer than that for a device, and a session lasts
    /// as long.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What sorts the run's failures.</summary>
    public required IFailureClassifier Classifier { get; init; }

    /// <summary>Told what the operator should know: a device set aside, a server replaced.</summary>
    public Func<string, ValueTask>? Warn { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
