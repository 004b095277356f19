using System.Runtime.Versioning;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// The processes of one or more attempts: what carries their token, what descends from those, and
/// what was seen to descend from them earlier.
/// </summary>
/// <param name="tokens">The tokens of the attempts.</param>
/// <param name="scan">How the machine's processes are read.</param>
/// <param name="child">
/// A child of this process that belongs whatever its environment says: some programs overwrite
/// theirs to change the title that ps shows. 0 for none.
/// </param>
[UnsupportedOSPlatform("windows")]
internal sealed class ProcessTree(IEnumerable<string> tokens, IProcessScan scan, int child = 0)
{
    private readonly HashSet<string> _tokens = [.. tokens];
    private readonly HashSet<(int Id, long Start)> _known = [];

    /// <summary>Reads the machine; the processes that are alive now.</summary>
    public IReadOnlyList<ProcessEntry> Refresh()
    {
        var self = Environment.ProcessId;
        var entries = scan.Read();
        _known.UnionWith(
            entries
                .Where(entry => entry.Id == child && entry.ParentId == self)
                .Select(entry => (entry.Id, entry.Start))
        );
        var alive = ProcessSelection.Select(entries, _tokens, _known, self);
        _known.UnionWith(alive.Select(entry => (entry.Id, entry.Start)));
        return alive;
    }

    /// <summary>Asks all to end.</summary>
    public void Terminate() => Send(Refresh(), UnixSignal.Terminate);

    /// <summary>
    /// Ends all by force, again and again while new ones appear, and returns when none is left or
    /// the time is up (a process stuck in the kernel cannot be ended).
    /// </summary>
    /// <returns>How many processes were ended.</returns>
    public int Kill(TimeSpan atMost)
    {
        HashSet<(int, long)> ended = [];
        SpinWait.SpinUntil(
            () =>
            {
                var alive = Refresh();
                Send(alive, UnixSignal.Kill);
                ended.UnionWith(alive.Select(entry => (entry.Id, entry.Start)));
                return alive.Count == 0;
            },
            atMost
        );
        return ended.Count;
    }

    private static void Send(IReadOnlyList<ProcessEntry> processes, int signal)
    {
        foreach (var process in processes)
        {
            UnixSignal.Send(process.Id, signal);
        }
    }
}
