using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Signals for processes that need not be children of this one, which .NET cannot send.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixSignal
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal. A process that has gone, or that is another user's, is no error.</summary>
    public static void Send(int processId, int signal)
    {
        // 0 and below would address whole process groups, this one included.
        if (processId > 1)
        {
            _ = SendCore(processId, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendCore(int processId, int signal);
}
