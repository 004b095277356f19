using System.Globalization;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Where and when a process of Linux started: none of it moves when the clock is set, and no other
/// process of the same id has the same.
/// </summary>
/// <param name="Boot">The id of the machine's boot.</param>
/// <param name="Namespace">
/// The process namespace (a container has one of its own), in which its id means something; empty
/// where an earlier version of the module did not note it.
/// </param>
/// <param name="Ticks">Its start, in ticks since the boot.</param>
internal sealed record ProcessStart(string Boot, string Namespace, long Ticks)
{
    private const char Separator = ':';

    /// <summary>This process's own; its namespace is "?" where that cannot be looked into.</summary>
    public static ProcessStart OfThisProcess()
    {
        var id = Environment.ProcessId;
        var stat = LinuxProcessScan.ParseStat(id, File.ReadAllText("/proc/self/stat"));
        return new ProcessStart(
            File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
            // /proc may be another namespace's: then the ids in it are not those that we have.
            LinkAt("/proc/self") == id.ToString(CultureInfo.InvariantCulture)
                ? LinkAt("/proc/self/ns/pid").Trim("pid:[]".ToCharArray())
                : "?",
            stat?.Start ?? 0
        );
    }

    /// <summary>What <see cref="ToString"/> wrote, or null when it did not.</summary>
    public static ProcessStart? Parse(string token) =>
        token.Split(Separator) is [var boot, .. var between, var start]
        && between.Length <= 1
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ProcessStart(boot, between.Length == 0 ? "" : between[0], ticks)
            : null;

    /// <summary>
    /// Whether a process that left a token still lives, seen from this one; null when that cannot
    /// be seen from here: it is of another boot (another machine, or this one before it was started
    /// anew) or of another namespace. Pure.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="sameName">Whether its machine has the name of this one.</param>
    /// <param name="startOf">The start, in ticks, of the live process of an id; null for none.</param>
    public bool? IsAlive(ProcessIdentity process, bool sameName, Func<int, long?> startOf)
    {
        if (Parse(process.StartToken) is not { } start)
        {
            // Not of Linux, or of no process at all.
            return sameName ? false : null;
        }

        var isSeen =
            start.Boot == Boot
            && Namespace != "?"
            && (start.Namespace.Length == 0 ? sameName : start.Namespace == Namespace);
        return isSeen ? startOf(process.Id) == start.Ticks : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Boot}{Separator}{Namespace}{Separator}{Ticks}"
        );

    private static string LinkAt(string path) => new FileInfo(path).LinkTarget ?? "";
}
