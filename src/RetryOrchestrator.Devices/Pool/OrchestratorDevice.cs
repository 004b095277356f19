using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>Whether a device can do a job.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum DeviceHealth : long
{
    /// <summary>adb shows it ready and no run complains of it.</summary>
    Healthy,

    /// <summary>A live run gives it no job for now.</summary>
    SetAside,

    /// <summary>adb shows it in another state than ready, or not at all.</summary>
    Unavailable,
}

/// <summary>A device as <c>Get-OrchestratorDevice</c> shows it.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorDevice
{
    /// <summary>What adb calls it.</summary>
    public required string Serial
    {
        get;
        init => field = TerminalText.Disarm(value);
    }

    /// <summary>adb's word: <c>device</c>, <c>offline</c>, <c>unauthorized</c>; <c>absent</c> when adb does not show it.</summary>
    public required string State
    {
        get;
        init => field = TerminalText.Clean(value);
    }

    /// <summary>Its model, or null when it does not say.</summary>
    public string? Model
    {
        get;
        init => field = value is null ? null : TerminalText.Clean(value);
    }

    /// <summary>Whether it can do a job.</summary>
    public DeviceHealth Health { get; init; }

    /// <summary>The job that has it, or null when none has.</summary>
    public string? Job
    {
        get;
        init => field = value is null ? null : TerminalText.Disarm(value);
    }

    /// <summary>The worker of that job, or null.</summary>
    public int? Worker { get; init; }

    /// <summary>The process of the run that has it or set it aside, or null.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Since when the job has it or it is set aside, UTC; null when neither.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The same as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string? SinceUtc => Exact.Utc(Since);

    /// <summary>Why it is set aside, or null.</summary>
    public string? SetAsideReason
    {
        get;
        init => field = value is null ? null : TerminalText.Clean(value);
    }
}
