using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Counts what attempts left at work that succeeded. It is left alone.</summary>
/// <remarks>
/// Not at the end of each attempt, which would cost a program that does nothing a fifth of its time, but
/// for many at once with one look at all processes. What is about to end is gone by then.
/// </remarks>
/// <param name="spare">What is not counted: servers that are there for everyone.</param>
/// <param name="time">The clock.</param>
internal sealed class LeftBehind(Func<SpareList> spare, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // As long as nobody has looked, their birth marks are not given to others: there are a thousand.
    private const int Enough = 600;

    // The attempts that nobody has looked after yet, by their marks.
    private readonly ConcurrentDictionary<ulong, Succeeding> _pending = new();
    private long _lookedAt = time.GetTimestamp();

    /// <summary>An attempt succeeded.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="mark">What its processes carry.</param>
    /// <param name="birth">How what was born too early to carry that is told, or null.</param>
    public void Succeeded(Attempt attempt, ulong mark, Birth? birth)
    {
        if (InheritedMark.IsSupported)
        {
            BirthMark.Hold(birth?.Mark ?? BirthMark.None);
            _pending[mark] = new Succeeding(attempt, mark, birth);
        }
    }

    /// <summary>What was found since this was asked last.</summary>
    /// <param name="all">Whether to look in any case.</param>
    public IReadOnlyList<AttemptLeftovers> Take(bool all)
    {
        if (
            _pending.IsEmpty
            || !(all || time.GetElapsedTime(_lookedAt) >= Interval || _pending.Count >= Enough)
        )
        {
            return [];
        }

        _lookedAt = time.GetTimestamp();
        return Look();
    }

    private List<AttemptLeftovers> Look()
    {
        // Those that succeed during the look wait for the next.
        var asked = _pending.ToDictionary();
        var parents = new Lazy<HashSet<int>>(LinuxProcessScan.ParentsOfOurs);
        var births = asked
            .Values.Where(one => one.Birth is { Mark: not BirthMark.None })
            .ToDictionary(one => one.Birth!.Mark);
        try
        {
            foreach (var id in LinuxProcessScan.Ids())
            {
                if (
                    OwnerOf(id, asked, births, parents) is { } owner
                    && LinuxProcessScan.ReadStat(id) is { } process
                    && !IsSpared(process)
                )
                {
                    owner.Left++;
                }
            }
        }
        catch (IOException)
        {
            return []; // no more files can be open: later
        }

        foreach (var (mark, one) in asked)
        {
            _pending.TryRemove(mark, out _);
            BirthMark.GiveBack(one.Birth?.Mark ?? BirthMark.None);
        }

        return
        [
            .. asked
                .Values.Where(one => one.Left > 0)
                .Select(one => new AttemptLeftovers(
                    one.Attempt.Id,
                    one.Attempt.Job.Id,
                    one.Attempt.Number,
                    one.Left,
                    AreEnded: false
                )),
        ];
    }

    // It, or what it descends from.
    private bool IsSpared(ProcessEntry process)
    {
        var seen = new HashSet<int>();
        for (ProcessEntry? next = process; next is { } one && seen.Add(one.Id); )
        {
            if (spare().Spares(LinuxProcessScan.ReadArguments(one.Id)))
            {
                return true;
            }

            next =
                one.ParentId > 1 && one.ParentId != Environment.ProcessId
                    ? LinuxProcessScan.ReadStat(one.ParentId)
                    : null;
        }

        return false;
    }

    private static Succeeding? OwnerOf(
        int id,
        Dictionary<ulong, Succeeding> asked,
        Dictionary<int, Succeeding> births,
        Lazy<HashSet<int>> parents
    )
    {
        if (InheritedMark.ReadOurs(id) is { } mark && asked.TryGetValue(mark, out var marked))
        {
            return marked;
        }

        if (
            !births.TryGetValue(BirthMark.Of(id), out var born)
            || LinuxProcessScan.ReadStat(id) is not { } stat
        )
        {
            return null;
        }

        var process = stat with { Mark = InheritedMark.ReadOurs(id), BirthMark = born.Birth!.Mark };
        if (!born.Birth.IsOf(process, parents.Value))
        {
            return null;
        }

        // It would look like that of an attempt that was cut off.
        InheritedMark.Put(id, born.Mark);
        parents.Value.Add(id);
        return born;
    }

    private sealed record Succeeding(Attempt Attempt, ulong Mark, Birth? Birth)
    {
        public int Left { get; set; }
    }
}
