using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A mark that a process hands on to all that it starts, whatever they do: it outlives an
/// environment that is cleared, a title that is written over it, new sessions, double forks and
/// closed files.
/// </summary>
/// <remarks>
/// It stands in the soft limit of the number of file locks (<c>RLIMIT_LOCKS</c>, <c>ulimit -x</c>).
/// Linux has not looked at that limit since 2.4.25, but hands it on like any other, and lets the
/// processes of one user read it. The hard limit stays as it is.
/// </remarks>
internal static class InheritedMark
{
    private const int Locks = 10; // RLIMIT_LOCKS

    // Marks lie in [2^61, 2^62): far above any limit that somebody sets, below "unlimited".
    private const ulong Lowest = 1UL << 61;

    private static readonly object Gate = new();
    private static readonly Limit? Own = ReadOwn();

    // What this process carries when it is not just handing a mark on.
    private static ulong _ownSoft = Own?.Soft ?? 0;

    /// <summary>Whether there are such marks here.</summary>
    public static bool IsSupported => Own is not null;

    /// <summary>The mark that stands for a token: the same for the same token, always.</summary>
    public static ulong Of(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return Lowest | (BinaryPrimitives.ReadUInt64LittleEndian(hash) & (Lowest - 1));
    }

    /// <summary>The mark of a process, or null when it has none, has gone, or is another user's.</summary>
    public static ulong? Read(int process) =>
        IsSupported && Get(process) is { Soft: >= Lowest and < Lowest * 2 } limit
            ? limit.Soft
            : null;

    /// <summary>
    /// Marks a process that is at work already, in place of any mark it has; null for none. One that
    /// cannot be marked stays as it is.
    /// </summary>
    public static void Put(int process, ulong? mark)
    {
        if (IsSupported && Get(process) is { } limit)
        {
            Set(process, limit with { Soft = mark ?? limit.Hard });
        }
    }

    /// <summary>Marks this process itself, for all that it starts from now on.</summary>
    /// <returns>The mark that it had.</returns>
    public static ulong? Wear(ulong? mark)
    {
        if (Own is not { } own)
        {
            return null;
        }

        lock (Gate)
        {
            var before = _ownSoft;
            _ownSoft = mark ?? own.Hard;
            Set(Environment.ProcessId, own with { Soft = _ownSoft });
            return before is >= Lowest and < Lowest * 2 ? before : null;
        }
    }

    /// <summary>
    /// Starts a process that has a mark from its first moment: one that is marked only when it is at
    /// work may have started others by then.
    /// </summary>
    /// <param name="mark">The mark.</param>
    /// <param name="start">Starts it. Nothing else is to be started by it.</param>
    public static T Hand<T>(ulong mark, Func<T> start)
    {
        if (Own is not { } own)
        {
            return start();
        }

        // The limit is that of the whole process, so one at a time.
        lock (Gate)
        {
            Set(Environment.ProcessId, own with { Soft = mark });
            try
            {
                return start();
            }
            finally
            {
                Set(Environment.ProcessId, own with { Soft = _ownSoft });
            }
        }
    }

    private static Limit? ReadOwn() =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess
            ? Get(Environment.ProcessId) is { Hard: >= Lowest * 2 } own
                ? own
                : null
            : null;

    private static Limit? Get(int process) =>
        Exchange(process, Locks, 0, out var limit) == 0 ? limit : null;

    private static void Set(int process, Limit limit) => _ = Change(process, Locks, limit, 0);

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int Exchange(int process, int resource, nint set, out Limit old);

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int Change(int process, int resource, in Limit set, nint old);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
