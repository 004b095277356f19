namespace RetryOrchestrator.Executors.Processes;

/// <summary>Decides which processes belong to attempts. Pure.</summary>
internal static class ProcessSelection
{
    /// <summary>
    /// The processes that carry one of the tokens or marks or were known before, all their
    /// descendants, and what is in the groups and sessions that these lead; never this process, what
    /// is above it, or the shared adb server.
    /// </summary>
    /// <param name="snapshot">The machine.</param>
    /// <param name="tokens">The tokens of the attempts.</param>
    /// <param name="marks">The marks that stand for them.</param>
    /// <param name="known">
    /// Id and start of processes known to belong: a descendant whose parent died, or which took
    /// the token out of its environment, is found only by having been seen before.
    /// </param>
    /// <param name="self">This process.</param>
    /// <param name="child">
    /// The one child of this process that may belong; 0 when any may. Another that has the mark was
    /// started by somebody else in the moment in which this process handed it on.
    /// </param>
    /// <param name="childHoldsId">
    /// Whether that child, also when it has ended, keeps its id, so that what carries that as its
    /// group or session belongs.
    /// </param>
    /// <returns>Each after what started it, as far as that is known.</returns>
    public static List<ProcessEntry> Select(
        ProcessSnapshot snapshot,
        IReadOnlySet<string> tokens,
        IReadOnlySet<ulong> marks,
        IReadOnlySet<(int Id, long Start)> known,
        int self,
        int child = 0,
        bool childHoldsId = false
    )
    {
        var spared = snapshot.WithAncestors(self);
        if (child > 0)
        {
            spared.UnionWith(snapshot.DescendantsOf(self, except: child));
        }

        var selected = new List<ProcessEntry>();
        var seen = new HashSet<int>();
        var open = new Queue<ProcessEntry>(
            snapshot.Entries.Where(entry =>
                known.Contains((entry.Id, entry.Start))
                || (entry.Token is { } token && tokens.Contains(token))
                || (entry.Mark is { } mark && marks.Contains(mark))
            )
        );
        Add(childHoldsId ? snapshot.LedBy(child) : []);
        while (open.TryDequeue(out var entry))
        {
            if (entry.IsSharedServer || spared.Contains(entry.Id) || !seen.Add(entry.Id))
            {
                continue;
            }

            selected.Add(entry);
            Add(snapshot.LedBy(entry.Id));
        }

        return ParentsFirst(selected);

        void Add(IEnumerable<ProcessEntry> entries)
        {
            foreach (var entry in entries)
            {
                open.Enqueue(entry);
            }
        }
    }

    /// <summary>
    /// Those of selected processes that no other of them started, or whose starter has ended.
    /// </summary>
    public static IEnumerable<ProcessEntry> Roots(IReadOnlyCollection<ProcessEntry> selected)
    {
        var ids = selected.Select(entry => entry.Id).ToHashSet();
        return selected.Where(entry => !ids.Contains(entry.ParentId));
    }

    // A shell whose command is ended before itself goes on to its next line.
    private static List<ProcessEntry> ParentsFirst(List<ProcessEntry> selected)
    {
        var ordered = new List<ProcessEntry>(selected.Count);
        var children = selected.ToLookup(entry => entry.ParentId);
        var open = new Queue<ProcessEntry>(Roots(selected));
        while (open.TryDequeue(out var entry))
        {
            ordered.Add(entry);
            foreach (var child in children[entry.Id])
            {
                open.Enqueue(child);
            }
        }

        return ordered;
    }
}
