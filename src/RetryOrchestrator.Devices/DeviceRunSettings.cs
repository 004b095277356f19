using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Evidence;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>What the attempts of a run on devices are put together from.</summary>
public sealed record DeviceRunSettings
{
    /// <summary>How adb is called.</summary>
    public required AdbClient Adb { get; init; }

    /// <summary>The run's devices; disposed of with the run.</summary>
    public required DevicePool Pool { get; init; }

    /// <summary>What sorts the run's failures: it tells which of them say something of a device.</summary>
    public required IFailureClassifier Classifier { get; init; }

    /// <summary>Where sessions are created, disposed of with the run; null for none at all.</summary>
    public IAppiumEndpoint? Appium { get; init; }

    /// <summary>Capabilities of every session; <c>appium:</c> may be left out of their names.</summary>
    public IReadOnlyDictionary<string, object> Capabilities { get; init; } =
        new Dictionary<string, object>();

    /// <summary>The time limit of an attempt: a session lasts as long. Above 0 s, default 5 minutes.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long anything about Appium may take.</summary>
    public AppiumLimits Limits { get; init; } = new();

    /// <summary>What is kept of an attempt.</summary>
    public EvidenceOptions Evidence { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
