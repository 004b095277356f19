namespace RetryOrchestrator.Executors.Processes;

/// <summary>What threads of one <see cref="BirthMark"/> gave birth to, its parent alive or not.</summary>
internal static class Births
{
    /// <summary>The live processes of a birth.</summary>
    /// <param name="birth">The mark of the threads, and since when.</param>
    /// <param name="mark">What they may have been marked with since; any other is not theirs.</param>
    /// <returns>
    /// Without what threads of .NET's own pool started: such a thread has the mark of whoever had
    /// work for it first, and works for others since.
    /// </returns>
    public static IReadOnlyList<ProcessEntry> Of(Birth birth, ulong mark)
    {
        var born = Candidates(birth, mark);
        if (born.Count == 0)
        {
            return born;
        }

        var others = ThreadChildren
            .Threads()
            .Where(ThreadChildren.IsOfPool)
            .SelectMany(ThreadChildren.Of)
            .Select(child => child.Id)
            .ToHashSet();
        return born.FindAll(process => !Chain(process).Any(others.Contains));
    }

    private static List<ProcessEntry> Candidates(Birth birth, ulong mark)
    {
        var born = new List<ProcessEntry>();
        HashSet<int>? parents = null;
        try
        {
            // A call of the system for each, no file: cheap enough for every script that fails.
            foreach (var id in LinuxProcessScan.Ids().Where(id => BirthMark.Of(id) == birth.Mark))
            {
                if (id != Environment.ProcessId && LinuxProcessScan.ReadStat(id) is { } stat)
                {
                    var process = stat with
                    {
                        Mark = InheritedMark.Read(id),
                        BirthMark = birth.Mark,
                    };
                    if (
                        birth.IsOf(process, parents ??= LinuxProcessScan.ParentsOfOurs())
                        || (process.Mark == mark && stat.Start >= birth.Since)
                    )
                    {
                        born.Add(process);
                        parents.Add(process.Id);
                    }
                }
            }
        }
        catch (IOException)
        {
            // No more files can be open: what was found is better than nothing.
        }

        return born;
    }

    // The process and what it descends from, as far as this process.
    private static IEnumerable<int> Chain(ProcessEntry process)
    {
        var steps = 0;
        for (ProcessEntry? next = process; next is { } one && steps < 1000; steps++)
        {
            yield return one.Id;
            next =
                one.ParentId > 1 && one.ParentId != Environment.ProcessId
                    ? LinuxProcessScan.ReadStat(one.ParentId)
                    : null;
        }
    }
}
