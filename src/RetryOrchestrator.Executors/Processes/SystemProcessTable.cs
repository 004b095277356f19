using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>The processes of this machine.</summary>
/// <remarks>
/// A start token is, on Linux, the machine's boot id and the process's start in ticks since that
/// boot: neither moves when the clock is set. On Windows and macOS it is the start time that the
/// kernel noted. On Windows leftovers need no search: a job object ends a run's programs with it.
/// </remarks>
public sealed class SystemProcessTable : IProcessTable
{
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly string _bootId = OperatingSystem.IsLinux()
        ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()
        : "";

    /// <summary>Reads who this process is.</summary>
    public SystemProcessTable() =>
        Current = new ProcessIdentity(
            Environment.ProcessId,
            ReadStartToken(Environment.ProcessId)
                ?? throw new InvalidOperationException("The start of this process cannot be read."),
            Environment.MachineName
        );

    /// <inheritdoc/>
    public ProcessIdentity Current { get; }

    /// <inheritdoc/>
    public string? BootId => _bootId.Length > 0 ? _bootId : null;

    /// <inheritdoc/>
    public bool? IsAlive(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (!string.Equals(process.HostName, Current.HostName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return ReadStartToken(process.Id) == process.StartToken;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The shared adb server is spared. Bounded: a process that cannot be ended (stuck in the
    /// kernel, another user's) is given up after 5 seconds.
    /// </remarks>
    public int EndLeftovers(IReadOnlyCollection<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return tokens.Count == 0 || OperatingSystem.IsWindows()
            ? 0
            : new ProcessTree(tokens, Scan).Kill(EndingTime);
    }

    internal static IProcessScan Scan { get; } =
        OperatingSystem.IsLinux() ? new LinuxProcessScan() : new PsProcessScan();

    /// <summary>The token of a live process, or null when there is none of that id.</summary>
    private string? ReadStartToken(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxProcessScan.ReadStat(id) is { } stat
                ? string.Create(CultureInfo.InvariantCulture, $"{_bootId}:{stat.Start}")
                : null;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited
                ? null
                : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null; // it has gone
        }
        catch (Win32Exception)
        {
            return ""; // there is one, but it is another user's: not the one whose token we know
        }
    }
}
