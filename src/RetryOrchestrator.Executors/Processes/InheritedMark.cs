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
/// <para>
/// It stands in the soft limit of the number of file locks (<c>RLIMIT_LOCKS</c>, <c>ulimit -x</c>),
/// at which Linux has not looked since 2.4.25, but which it hands on like any other, and lets the
/// processes of one user read. Where that has a hard limit, it stands in the limit of the processor
/// time that a real-time process may use at a stretch (<c>RLIMIT_RTTIME</c>): at 70,000 years and
/// more. Hard limits stay as they are.
/// </para>
/// <para>
/// A process is marked by its id, never by way of this process, whose limits are those of all its
/// threads: what somebody else starts in that moment would be taken for the run's own.
/// </para>
/// </remarks>
internal static class InheritedMark
{
    private const int Locks = 10; // RLIMIT_LOCKS
    private const int RealTime = 15; // RLIMIT_RTTIME

    // Marks lie in [2^61, 2^62): far above any limit that somebody sets, below "unlimited".
    private const ulong Lowest = 1UL << 61;

    private static readonly int[] Resources = ReadUsable();

    // What this process had before any run of it.
    private static readonly Limit? Own =
        Resources.Length > 0 ? Get(Environment.ProcessId, Resources[0]) : null;

    /// <summary>Whether there are such marks here.</summary>
    public static bool IsSupported => Own is not null;

    /// <summary>
    /// Whether Linux has them, but this process may not set any: both limits are fixed.
    /// </summary>
    public static bool IsForbidden =>
        !IsSupported && OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>The mark that this process was started with: a run around this one's.</summary>
    public static ulong? AtFirst => Mark(Own);

    /// <summary>The mark that stands for a token: the same for the same token, always.</summary>
    public static ulong Of(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return Lowest | (BinaryPrimitives.ReadUInt64LittleEndian(hash) & (Lowest - 1));
    }

    /// <summary>The mark of a process, or null when it has none, has gone, or is another user's.</summary>
    public static ulong? Read(int process)
    {
        // A run that was killed may have been under other limits than this one.
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            return Mark(Get(process, Locks)) ?? Mark(Get(process, RealTime));
        }

        return null;
    }

    /// <summary>The mark that this process gave to another, or null: half the price of <see cref="Read"/>.</summary>
    public static ulong? ReadOurs(int process) =>
        IsSupported ? Mark(Get(process, Resources[0])) : null;

    /// <summary>
    /// Marks a process that is at work already, in place of any mark it has; null for none. One that
    /// cannot be marked stays as it is.
    /// </summary>
    public static void Put(int process, ulong? mark)
    {
        if (IsSupported && Get(process, Resources[0]) is { } limit)
        {
            Set(process, limit with { Soft = mark ?? limit.Hard });
        }
    }

    /// <summary>
    /// Marks this process itself, for all that it starts from now on; null for what it had at first.
    /// </summary>
    /// <returns>The mark that it had.</returns>
    public static ulong? Wear(ulong? mark)
    {
        if (Own is not { } own)
        {
            return null;
        }

        var before = Mark(Get(Environment.ProcessId, Resources[0]));
        Set(Environment.ProcessId, own with { Soft = mark ?? own.Soft });
        return before;
    }

    private static ulong? Mark(Limit? limit) =>
        limit is { Soft: >= Lowest and < Lowest * 2 } marked ? marked.Soft : null;

    private static int[] ReadUsable() =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess
            ?
            [
                .. new[] { Locks, RealTime }.Where(resource =>
                    Get(Environment.ProcessId, resource) is { Hard: >= Lowest * 2 }
                ),
            ]
            : [];

    private static Limit? Get(int process, int resource) =>
        Exchange(process, resource, 0, out var limit) == 0 ? limit : null;

    private static void Set(int process, Limit limit) =>
        _ = Change(process, Resources[0], limit, 0);

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int Exchange(int process, int resource, nint set, out Limit old);

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int Change(int process, int resource, in Limit set, nint old);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
