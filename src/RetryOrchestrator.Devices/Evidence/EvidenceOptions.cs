namespace RetryOrchestrator.Devices.Evidence;

/// <summary>What is kept of an attempt.</summary>
public sealed record EvidenceOptions
{
    /// <summary>The most bytes of logcat that are kept, the last ones. At least 64 KiB, default 8 MiB.</summary>
    public long LogcatBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of the log of adb calls, the first ones. Default 1 MiB.</summary>
    public long AdbLogBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether the evidence of a successful attempt is kept too. Default false.</summary>
    public bool KeepOnSuccess { get; init; }
}
