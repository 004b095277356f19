namespace RetryOrchestrator.Executors.Processes;

/// <summary>Decides which processes belong to attempts. Pure.</summary>
internal static class ProcessSelection
{
    /// <summary>Where Linux lets those fall that nobody else takes in.</summary>
    public const int Init = 1;

    /// <summary>
    /// The processes that belong, all their descendants, and what is in the groups and sessions that
    /// these lead; never this process, what is above it, or what is spared with all it started.
    /// </summary>
    /// <param name="snapshot">The machine.</param>
    /// <param name="belonging">What belongs.</param>
    /// <param name="self">This process.</param>
    /// <param name="isSpared">Whether one that belongs is spared all the same.</param>
    /// <param name="holder">
    /// A process of the attempts that keeps its id, also when it has ended, so that what carries that
    /// as its group or session belongs. 0 for none.
    /// </param>
    /// <returns>Each after what started it, as far as that is known.</returns>
    public static List<ProcessEntry> Select(
        ProcessSnapshot snapshot,
        Belonging belonging,
        int self,
        Func<ProcessEntry, bool> isSpared,
        int holder = 0
    )
    {
        var spared = snapshot.WithAncestors(self);
        HashSet<int> parents = [.. spared, Init];
        var selected = new List<ProcessEntry>();
        var servers = new List<int>();
        var seen = new HashSet<int>();
        var open = new Queue<ProcessEntry>(
            snapshot.Entries.Where(entry => belonging.Names(entry, parents))
        );
        Add(holder > 0 ? snapshot.LedBy(holder) : []);
        while (open.TryDequeue(out var entry))
        {
            if (spared.Contains(entry.Id) || !seen.Add(entry.Id))
            {
                continue;
            }

            if (entry.Id != holder && isSpared(entry))
            {
                servers.Add(entry.Id);
                continue;
            }

            selected.Add(entry);
            Add(snapshot.LedBy(entry.Id));
        }

        var theirs = servers.SelectMany(snapshot.DescendantsOf).ToHashSet();
        selected.RemoveAll(entry => theirs.Contains(entry.Id));
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
