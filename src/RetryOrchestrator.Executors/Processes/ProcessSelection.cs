namespace RetryOrchestrator.Executors.Processes;

/// <summary>Decides which processes belong to attempts. Pure.</summary>
internal static class ProcessSelection
{
    /// <summary>
    /// The processes that carry one of the tokens or were known before, and all their descendants;
    /// never this process, what is above it, or the shared adb server.
    /// </summary>
    /// <param name="entries">All processes of the machine.</param>
    /// <param name="tokens">The tokens of the attempts.</param>
    /// <param name="known">
    /// Id and start of processes known to belong: a descendant whose parent died, or which took
    /// the token out of its environment, is found only by having been seen before.
    /// </param>
    /// <param name="self">This process.</param>
    public static List<ProcessEntry> Select(
        IReadOnlyList<ProcessEntry> entries,
        IReadOnlySet<string> tokens,
        IReadOnlySet<(int Id, long Start)> known,
        int self
    )
    {
        var spared = SelfAndAncestors(entries, self);
        var children = entries.ToLookup(entry => entry.ParentId);
        var selected = new List<ProcessEntry>();
        var seen = new HashSet<int>();
        var open = new Stack<ProcessEntry>(
            entries.Where(entry =>
                known.Contains((entry.Id, entry.Start))
                || (entry.Token is { } token && tokens.Contains(token))
            )
        );
        while (open.TryPop(out var entry))
        {
            if (entry.IsSharedServer || spared.Contains(entry.Id) || !seen.Add(entry.Id))
            {
                continue;
            }

            selected.Add(entry);
            foreach (var child in children[entry.Id])
            {
                open.Push(child);
            }
        }

        return selected;
    }

    private static HashSet<int> SelfAndAncestors(IReadOnlyList<ProcessEntry> entries, int self)
    {
        var parents = entries.ToDictionary(entry => entry.Id, entry => entry.ParentId);
        var chain = new HashSet<int>();
        for (var id = self; chain.Add(id) && parents.TryGetValue(id, out var parent); id = parent)
        {
            // Walks up to the first process without a parent.
        }

        return chain;
    }
}
