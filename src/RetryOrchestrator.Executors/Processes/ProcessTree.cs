using System.Diagnostics;
using System.Runtime.Versioning;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// The processes of one or more attempts: what carries their token or mark, what descends from
/// those, and what was seen to descend from them earlier.
/// </summary>
/// <param name="tokens">The tokens of the attempts.</param>
/// <param name="scan">How the machine's processes are read.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class ProcessTree(IReadOnlyCollection<string> tokens, SharedProcessScan scan)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<string> _tokens = [.. tokens];
    private readonly HashSet<ulong> _marks = [.. tokens.Select(InheritedMark.Of)];
    private readonly HashSet<(int Id, long Start)> _known = [];
    private readonly HashSet<(int Id, long Start)> _alive = [];
    private bool _anySpared;

    /// <summary>What is spared.</summary>
    public SpareList Spare { get; init; } = new([]);

    /// <summary>How what was born too early to be marked is told, or null.</summary>
    public Birth? Birth { get; init; }

    /// <summary>A child of this process that belongs whatever it made of its environment. 0 for none.</summary>
    public int Child { get; init; }

    /// <summary>
    /// Whether <see cref="Child"/> leads a session, and keeps its id after its end: what is in that
    /// session belongs.
    /// </summary>
    public bool ChildHoldsId { get; init; }

    /// <summary>Whether no process is known to belong.</summary>
    public bool IsEmpty => _known.Count == 0;

    /// <summary>How many processes were seen alive.</summary>
    public int Seen => _alive.Count;

    /// <summary>Adds processes that are known to belong.</summary>
    public void Include(IEnumerable<ProcessEntry> processes) =>
        _known.UnionWith(processes.Select(process => (process.Id, process.Start)));

    /// <summary>Reads the machine.</summary>
    /// <returns>
    /// The processes that are alive now, parents first; null when the machine cannot be read.
    /// </returns>
    public async Task<IReadOnlyList<ProcessEntry>?> RefreshAsync()
    {
        ProcessSnapshot snapshot;
        try
        {
            snapshot = await scan.ReadAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }

        var self = Environment.ProcessId;
        Include(snapshot.Entries.Where(entry => entry.Id == Child && entry.ParentId == self));
        var alive = ProcessSelection.Select(
            snapshot,
            new Belonging
            {
                Tokens = _tokens,
                Marks = _marks,
                Known = _known,
                Birth = Birth,
            },
            self,
            IsSpared,
            ChildHoldsId ? Child : 0
        );
        Include(alive);
        _alive.UnionWith(alive.Select(process => (process.Id, process.Start)));
        return alive;
    }

    /// <summary>
    /// Asks each to end when what started it has ended, and returns when none is left or the time is
    /// over. Never all at once: a shell whose command ends before itself goes on to its next line.
    /// </summary>
    /// <param name="enough">The time is over.</param>
    /// <param name="time">The clock.</param>
    public async Task EndPolitelyAsync(CancellationToken enough, TimeProvider time)
    {
        var told = new HashSet<(int, long)>();
        var pause = ShortestPause;
        while (
            !enough.IsCancellationRequested
            && await RefreshAsync().ConfigureAwait(false) is not { Count: 0 } and var alive
        )
        {
            foreach (var root in ProcessSelection.Roots(alive ?? []))
            {
                if (told.Add((root.Id, root.Start)))
                {
                    UnixSignal.AskToEnd(root);
                }
            }

            await Task.Delay(pause, time, enough)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause < LongestPause ? pause * 2 : pause;
        }
    }

    /// <summary>
    /// Ends all by force, again and again while new ones appear, and returns when none is left. One
    /// that is stuck in the kernel cannot be ended: it is given up when the time is over.
    /// </summary>
    /// <remarks>
    /// The time alone ends nothing: on a busy machine a single look at all processes can take
    /// longer, and what was born meanwhile would never have been told.
    /// </remarks>
    /// <returns>How many processes were ended.</returns>
    public async Task<int> KillAsync(TimeSpan atMost)
    {
        HashSet<(int, long)> told = [];
        var began = Stopwatch.GetTimestamp();
        while (await RefreshAsync().ConfigureAwait(false) is not { Count: 0 } and var alive)
        {
            if (ChildHoldsId && !_anySpared)
            {
                UnixSignal.SendToGroup(Child, UnixSignal.Kill);
            }

            var before = told.Count;
            foreach (var process in alive ?? [])
            {
                told.Add((process.Id, process.Start));
                UnixSignal.Send(process, UnixSignal.Kill);
            }

            if (told.Count == before && Stopwatch.GetElapsedTime(began) > atMost)
            {
                break;
            }

            // Those told need a moment to be gone; a look takes longer than that.
            await Task.Yield();
        }

        return told.Count;
    }

    private bool IsSpared(ProcessEntry process)
    {
        var isSpared = process.Id != Child && Spare.Spares(scan.ArgumentsOf(process));
        _anySpared |= isSpared;
        return isSpared;
    }
}
