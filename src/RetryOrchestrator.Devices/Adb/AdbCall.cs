using System.Text;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>How the adb program ended.</summary>
public enum AdbCallEnd
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>It was killed because its time was up.</summary>
    TimedOut,

    /// <summary>It was killed because the caller wanted no more of it.</summary>
    Cancelled,

    /// <summary>It could not be started.</summary>
    NotStarted,
}

/// <summary>One call of the adb program, ended.</summary>
public sealed record AdbCall
{
    /// <summary>What it was given.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>How it ended.</summary>
    public required AdbCallEnd End { get; init; }

    /// <summary>Its exit code, when it <see cref="AdbCallEnd.Exited"/>. 0 proves nothing for <c>adb shell</c>.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its standard output; for a text see <see cref="OutputText"/>.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>Its standard error, or why it could not be started.</summary>
    public string Error { get; init; } = "";

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long it was allowed to take.</summary>
    public TimeSpan Limit { get; init; }

    /// <summary>Its standard output as UTF-8.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output.Span);

    /// <summary>What was asked of adb, without the device: <c>push</c>, <c>shell</c>.</summary>
    public string Verb =>
        Arguments is ["-s", _, var verb, ..] ? verb
        : Arguments is [var first, ..] ? first
        : "";

    /// <summary>The device it was for, or null.</summary>
    public string? Serial => Arguments is ["-s", var serial, ..] ? serial : null;
}
