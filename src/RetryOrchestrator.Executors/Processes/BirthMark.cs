using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A mark that a thread hands on to every thread and process that it starts, at their birth: it says
/// whose an orphan is that nobody saw before its parent ended.
/// </summary>
/// <remarks>
/// It stands in the hint of the I/O priority (ten bits, Linux 6.5 and later), which is a thread's own.
/// Linux looks at the hints 1 to 7 alone, which name limits of a disk; they are not used here. Class
/// and level stay what they are in effect. The numbers come round: a mark tells among those born since an
/// attempt began, not for ever (that is <see cref="InheritedMark"/>).
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

    private static int _last;

    /// <summary>The next number; it is the mark of nobody who began lately.</summary>
    public static int Next() =>
        Lowest + (int)((uint)Interlocked.Increment(ref _last) % (uint)(HintMask + 1 - Lowest));

    /// <summary>Marks the calling thread, in place of any mark it has.</summary>
    /// <returns>The mark it has now: <see cref="None"/> where there are no such marks.</returns>
    public static int Wear(int mark)
    {
        Put(0, mark);
        return Of(0);
    }

    /// <summary>Takes the mark from a thread that got it by chance.</summary>
    public static void Clear(int thread) => Put(thread, None);

    /// <summary>The mark of a thread or process; <see cref="None"/> when it has none or has gone.</summary>
    /// <param name="id">Its id; 0 for the calling thread.</param>
    public static int Of(int id) =>
        Call.Get != 0 && Get(Call.Get, Process, id) is >= 0 and var priority
            ? ((int)priority >> HintShift) & HintMask
            : None;

    private static void Put(int id, int mark)
    {
        if (Call.Get != 0 && Get(Call.Get, Process, id) is >= 0 and var priority)
        {
            var rest = (int)priority & ~(HintMask << HintShift);
            // Without a class of its own, nothing is handed on: the one that its niceness means.
            rest =
                rest >> ClassShift == 0
                    ? (BestEffort << ClassShift) | ((Niceness(Thread, id) + 20) / 5)
                    : rest;
            _ = Set(Call.Set, Process, id, rest | (mark << HintShift));
        }
    }

    [DllImport("libc", EntryPoint = "getpriority")]
    private static extern int Niceness(int which, int id);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long Get(long number, long which, long id);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long Set(long number, long which, long id, long priority);
}
