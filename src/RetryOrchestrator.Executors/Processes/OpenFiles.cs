using System.Runtime.InteropServices;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>How many files this process may have open (<c>ulimit -n</c>), and what is kept free of that.</summary>
internal static class OpenFiles
{
    /// <summary>
    /// So many are kept for the state, the logs and looks at processes: a run whose programs take the
    /// last one could not even record what they came to.
    /// </summary>
    public const int Reserve = 24;

    private const int Resource = 7; // RLIMIT_NOFILE

    // .NET has raised the soft limit to the hard one by now.
    private static readonly ulong Limit =
        OperatingSystem.IsLinux()
        && Environment.Is64BitProcess
        && Read(Resource, out var limit) == 0
            ? limit.Soft
            : ulong.MaxValue;

    /// <summary>Whether hardly any more can be opened now.</summary>
    public static bool AreScarce
    {
        get
        {
            if (Limit == ulong.MaxValue)
            {
                return false;
            }

            try
            {
                return (ulong)Directory.GetFiles("/proc/self/fd").Length + Reserve > Limit;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Whether a file that was just opened is one of those to be kept free: the system gives the
    /// lowest number that is free.
    /// </summary>
    public static bool IsOfReserve(SafeHandle file) =>
        (ulong)file.DangerousGetHandle() + Reserve >= Limit;

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int Read(int resource, out Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limits
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
