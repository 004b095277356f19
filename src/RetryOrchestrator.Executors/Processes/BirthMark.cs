using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A mark that a thread hands on to every thread and process that it starts, at their birth: it says
/// whose an orphan is that nobody saw before its parent ended.
/// </summary>
/// <remarks>
/// It stands in the hint of the I/O priority (ten bits, Linux 6.5 and later), which is a thread's own.
/// Linux looks at the hints 1 to 7 alone, which name limits of a disk; they are not used here. Class
/// and level stay what they are in effect. The numbers come round: a mark tells among those born since an
/// attempt began and as long as it is at work, not for ever (that is <see cref="InheritedMark"/>).
/// </remarks>
internal static class BirthMark
{
    /// <summary>No mark.</summary>
    public const int None = 0;

    private const int Process = 1; // IOPRIO_WHO_PROCESS, which also means a thread
    private const int Thread = 0; // PRIO_PROCESS, likewise
    private const int BestEffort = 2; // IOPRIO_CLASS_BE
    private const int ClassShift = 13;
    private const int HintShift = 3;
    private const int HintMask = 1023;
    private const int Lowest = 16;

    private static readonly FrozenDictionary<Architecture, (long Set, long Get)> Calls =
        new Dictionary<Architecture, (long, long)>
        {
            [Architecture.X64] = (251, 252),
            [Architecture.Arm64] = (30, 31),
        }.ToFrozenDictionary();

    private static readonly (long Set, long Get) Call =
        OperatingSystem.IsLinux()
        && Calls.TryGetValue(RuntimeInformation.ProcessArchitecture, out var call)
            ? call
            : default;

    private static readonly Lazy<bool> Supported = new(() =>
    {
        var before = Lend(Lowest);
        var worn = Of(0);
        Restore(before);
        return worn == Lowest;
    });

    private static readonly object Gate = new();
    private static readonly int[] Holders = new int[HintMask + 1];

    // Not the same in every run of the machine.
    private static int _last = RandomNumberGenerator.GetInt32(Lowest, HintMask + 1);

    /// <summary>Whether there are such marks here.</summary>
    public static bool IsSupported => Supported.Value;

    /// <summary>Takes a number that is nobody's, and was nobody's lately.</summary>
    /// <returns><see cref="None"/> when a thousand are taken.</returns>
    public static int Take()
    {
        lock (Gate)
        {
            for (var tries = Lowest; tries <= HintMask; tries++)
            {
                _last = _last == HintMask ? Lowest : _last + 1;
                if (Holders[_last] == 0)
                {
                    Holders[_last] = 1;
                    return _last;
                }
            }

            return None;
        }
    }

    /// <summary>Holds a number that is taken once more: it is to be given back once more.</summary>
    public static void Hold(int mark) => Count(mark, +1);

    /// <summary>Gives a number back: nothing will be asked about it any more.</summary>
    public static void GiveBack(int mark) => Count(mark, -1);

    /// <summary>Marks the calling thread, in place of any mark it has.</summary>
    /// <returns>The mark it has now: <see cref="None"/> where there are no such marks.</returns>
    public static int Wear(int mark)
    {
        Put(0, mark);
        return Of(0);
    }

    /// <summary>Marks the calling thread for a moment, until <see cref="Restore"/>.</summary>
    /// <returns>What is to be restored.</returns>
    public static long Lend(int mark)
    {
        var before = Call.Get != 0 && mark != None ? Get(Call.Get, Process, 0) : -1;
        if (before >= 0)
        {
            Put(0, before, mark);
        }

        return before;
    }

    /// <summary>Ends what <see cref="Lend"/> began.</summary>
    public static void Restore(long before)
    {
        if (before >= 0)
        {
            _ = Set(Call.Set, Process, 0, before);
        }
    }

    /// <summary>Takes the mark from a thread that got it by chance.</summary>
    public static void Clear(int thread) => Put(thread, None);

    /// <summary>The mark of a thread or process; <see cref="None"/> when it has none or has gone.</summary>
    /// <param name="id">Its id; 0 for the calling thread.</param>
    public static int Of(int id) =>
        Call.Get != 0 && Get(Call.Get, Process, id) is >= 0 and var priority
            ? ((int)priority >> HintShift) & HintMask
            : None;

    private static void Count(int mark, int holders)
    {
        lock (Gate)
        {
            Holders[mark] += holders;
        }
    }

    private static void Put(int id, int mark)
    {
        if (Call.Get != 0 && Get(Call.Get, Process, id) is >= 0 and var priority)
        {
            Put(id, priority, mark);
        }
    }

    private static void Put(int id, long priority, int mark)
    {
        var rest = (int)priority & ~(HintMask << HintShift);
        // Without a class of its own, nothing is handed on: the one that its niceness means.
        rest =
            rest >> ClassShift == 0
                ? (BestEffort << ClassShift) | ((Niceness(Thread, id) + 20) / 5)
                : rest;
        _ = Set(Call.Set, Process, id, rest | (mark << HintShift));
    }

    [DllImport("libc", EntryPoint = "getpriority")]
    private static extern int Niceness(int which, int id);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long Get(long number, long which, long id);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long Set(long number, long which, long id, long priority);
}
