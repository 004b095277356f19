namespace RetryOrchestrator.Executors.Processes;

/// <summary>The machine's processes at one moment, with the relations between them.</summary>
internal sealed class ProcessSnapshot
{
    private readonly Dictionary<int, ProcessEntry> _byId = [];
    private readonly ILookup<int, ProcessEntry> _byParent;
    private readonly ILookup<int, ProcessEntry> _byGroup;
    private readonly ILookup<int, ProcessEntry> _bySession;

    /// <param name="entries">All processes.</param>
    public ProcessSnapshot(IReadOnlyList<ProcessEntry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            _byId[entry.Id] = entry;
        }

        _byParent = entries.ToLookup(entry => entry.ParentId);
        _byGroup = entries.ToLookup(entry => entry.Group);
        _bySession = entries.ToLookup(entry => entry.Session);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ProcessEntry> Entries { get; }

    /// <summary>
    /// What a process started or leads: its children, and its group and session, in which processes
    /// stay whose parent has died.
    /// </summary>
    /// <param name="id">The process: alive, or dead with its id still kept for it.</param>
    public IEnumerable<ProcessEntry> LedBy(int id) =>
        _byParent[id].Concat(_byGroup[id]).Concat(_bySession[id]).Where(entry => entry.Id != id);

    /// <summary>All that descends from a process.</summary>
    public IEnumerable<int> DescendantsOf(int id)
    {
        var open = new Queue<int>([id]);
        var seen = new HashSet<int> { id };
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in _byParent[parent].Where(child => seen.Add(child.Id)))
            {
                open.Enqueue(child.Id);
                yield return child.Id;
            }
        }
    }

    /// <summary>A process and all that it descends from.</summary>
    public HashSet<int> WithAncestors(int id)
    {
        var chain = new HashSet<int>();
        while (chain.Add(id) && _byId.TryGetValue(id, out var entry))
        {
            id = entry.ParentId;
        }

        return chain;
    }
}
