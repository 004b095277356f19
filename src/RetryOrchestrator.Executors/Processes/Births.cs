namespace RetryOrchestrator.Executors.Processes;

/// <summary>What threads of one <see cref="BirthMark"/> gave birth to, its parent alive or not.</summary>
internal static class Births
{
    /// <summary>The live processes of a birth mark.</summary>
    /// <param name="birthMark">The mark of the threads.</param>
    /// <param name="marks">What they carry beside it, one of these; anything else is not the run's.</param>
    /// <param name="since">They did not start before this, in ticks since the boot.</param>
    /// <returns>
    /// Without what threads of .NET's own pool started: such a thread has the mark of whoever had
    /// work for it first, and works for others since.
    /// </returns>
    public static IReadOnlyList<ProcessEntry> Of(
        int birthMark,
        IReadOnlyCollection<ulong> marks,
        long since
    )
    {
        var born = Candidates(birthMark, marks, since);
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

    private static List<ProcessEntry> Candidates(
        int birthMark,
        IReadOnlyCollection<ulong> marks,
        long since
    )
    {
        var born = new List<ProcessEntry>();
        try
        {
            // A call of the system for each, no file: cheap enough for every script that fails.
            foreach (var id in LinuxProcessScan.Ids().Where(id => BirthMark.Of(id) == birthMark))
            {
                if (
                    id != Environment.ProcessId
                    && InheritedMark.Read(id) is { } mark
                    && marks.Contains(mark)
                    && LinuxProcessScan.ReadStat(id) is { } process
                    && process.Start >= since
                )
                {
                    born.Add(process with { Mark = mark });
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
