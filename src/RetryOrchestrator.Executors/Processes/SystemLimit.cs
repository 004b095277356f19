using System.ComponentModel;
using System.Net.Sockets;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>What to do when the system gives no more processes, threads or open files.</summary>
public static class SystemLimit
{
    private const int NoMoreProcesses = 11; // EAGAIN
    private const int TooManyOpen = 23; // ENFILE
    private const int TooManyOpenHere = 24; // EMFILE

    /// <summary>Whether such a limit is the cause.</summary>
    public static bool IsCause(Exception cause) => Remedy(cause).Length > 0;

    /// <summary>Another program cannot be started because too many files are open.</summary>
    internal static Win32Exception NoMoreFiles() => new(TooManyOpenHere);

    /// <summary>The remedy, a sentence with a blank before it; nothing when it is no such limit.</summary>
    public static string Remedy(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        if (OperatingSystem.IsWindows())
        {
            return "";
        }

        return CodeOf(cause) switch
        {
            NoMoreProcesses =>
                " This user may have no more processes and threads: use fewer -Workers, or raise the "
                    + "limit (ulimit -u; in a container its pids limit).",
            TooManyOpen or TooManyOpenHere =>
                " No more files can be open: use fewer -Workers, or raise the limit (ulimit -n).",
            _ when cause.InnerException is { } inner => Remedy(inner),
            _ => "",
        };
    }

    private static int CodeOf(Exception cause) =>
        cause switch
        {
            // What .NET throws where a thread cannot be started, be it for the files that takes.
            OutOfMemoryException => OpenFiles.AreScarce ? TooManyOpenHere : NoMoreProcesses,
            SocketException socket => socket.NativeErrorCode,
            Win32Exception system => system.NativeErrorCode,
            IOException file => file.HResult,
            _ => 0,
        };
}
