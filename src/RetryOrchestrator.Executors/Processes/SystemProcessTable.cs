using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>The processes of this machine.</summary>
/// <remarks>
/// A start token is, on Linux, what <see cref="ProcessStart"/> holds. On Windows and macOS it is
/// the start time that the kernel noted. On Windows leftovers need no search: a job object ends a
/// run's programs with it.
/// </remarks>
public sealed class SystemProcessTable : IProcessTable
{
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly ProcessStart? _start = OperatingSystem.IsLinux()
        ? ProcessStart.OfThisProcess()
        : null;

    /// <summary>Reads who this process is.</summary>
    public SystemProcessTable() =>
        Current = new ProcessIdentity(
            Environment.ProcessId,
            _start?.ToString()
                ?? ReadStartTime(Environment.ProcessId)
                ?? throw new InvalidOperationException("The start of this process cannot be read."),
            Environment.MachineName
        );

    /// <inheritdoc/>
    public ProcessIdentity Current { get; }

    /// <summary>What is spared when leftovers are ended.</summary>
    public SpareList Spare { get; init; } = new([]);

    /// <inheritdoc/>
    public string? BootId => _start?.Boot;

    /// <inheritdoc/>
    /// <remarks>
    /// Machines and containers may share a name: on Linux it is the boot and the process namespace
    /// that say whether a process is one of those seen here.
    /// </remarks>
    public bool? IsAlive(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var sameName = string.Equals(
            process.HostName,
            Current.HostName,
            StringComparison.OrdinalIgnoreCase
        );
        if (_start is not null)
        {
            return _start.IsAlive(process, sameName, id => LinuxProcessScan.ReadStat(id)?.Start);
        }

        return sameName ? ReadStartTime(process.Id) == process.StartToken : null;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What is on the list of the spared is spared. Bounded: a process that cannot be ended (stuck in the
    /// kernel, another user's) is given up after 5 seconds.
    /// </remarks>
    public EndedLeftovers EndLeftovers(IReadOnlyCollection<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count == 0 || OperatingSystem.IsWindows())
        {
            return EndedLeftovers.None;
        }

        var ended = new ProcessTree(tokens, Scan) { Spare = Spare }
            .KillAsync(EndingTime)
            .GetAwaiter()
            .GetResult();
        return new EndedLeftovers(ended, OwnedByUserOrScript(tokens));
    }

    // What a script may have started in the last moments of its PowerShell, or the user beside it.
    private static List<string> OwnedByUserOrScript(IReadOnlyCollection<string> tokens)
    {
        var marks = tokens.Select(SessionMark.Doubtful).ToHashSet();
        return SnapshotNow()
            .Entries.Where(process => process.Mark is { } mark && marks.Contains(mark))
            .Select(process => $"{process.Id} ({LinuxProcessScan.ReadCommand(process.Id)})")
            .ToList();
    }

    private static ProcessSnapshot SnapshotNow() => Scan.ReadAsync().GetAwaiter().GetResult();

    internal static SharedProcessScan Scan { get; } =
        new(OperatingSystem.IsLinux() ? new LinuxProcessScan() : new PsProcessScan());

    /// <summary>When a live process started, or null when there is none of that id.</summary>
    private static string? ReadStartTime(int id)
    {
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
