using System.Diagnostics;
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
    /// Ends all by force, again and again while new ones appear, and returns when none is left. One
    /// that is stuck in the kernel cannot be ended: it is given up when the time is over.
    /// </summary>
    /// <remarks>
    /// The time alone ends nothing: on a busy machine a single look at all processes can take
    /// longer, and what was born meanwhile would never have been told.
    /// </remarks>
    /// <returns>How many processes were ended.</returns>
    public int Kill(TimeSpan atMost)
    {
        HashSet<(int, long)> told = [];
        var began = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (Refresh() is { Count: > 0 } alive)
        {
            var before = told.Count;
            told.UnionWith(alive.Select(entry => (entry.Id, entry.Start)));
            Send(alive, UnixSignal.Kill);
            if (told.Count == before && Stopwatch.GetElapsedTime(began) > atMost)
            {
                break;
            }

            spin.SpinOnce();
        }

        return told.Count;
    }

    private static void Send(IReadOnlyList<ProcessEntry> processes, int signal)
    {
        foreach (var process in processes)
        {
            UnixSignal.Send(process.Id, signal);
        }
    }
}
