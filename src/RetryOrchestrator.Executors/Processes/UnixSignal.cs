using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Signals for processes that need not be children of this one, which .NET cannot send.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixSignal
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Its number is not the same everywhere.</summary>
    public static int Continue { get; } = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Sends a signal. A process that has gone, or that is another user's, is no error.</summary>
    public static void Send(int processId, int signal)
    {
        // 0 and below would address whole process groups, this one included.
        if (processId > 1)
        {
            _ = SendCore(processId, signal);
        }
    }

    /// <summary>
    /// Sends a signal to the very process that was seen: never to a later one that got its id. One
    /// that has gone, or of which that cannot be told now, is no error.
    /// </summary>
    public static void Send(ProcessEntry process, int signal)
    {
        if (!OperatingSystem.IsLinux())
        {
            Send(process.Id, signal);
            return;
        }

        try
        {
            // As long as the handle is open, the id is that of no other.
            using var handle = Posix.OpenProcess(process.Id);
            if (LinuxProcessScan.ReadStat(process.Id)?.Start == process.Start)
            {
                Posix.Send(handle, signal);
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            // It has gone, or no more files can be open: who needs it gone looks again.
        }
    }

    /// <summary>Asks the very process that was seen to end; one that is halted goes on, so that it hears of it.</summary>
    public static void AskToEnd(ProcessEntry process)
    {
        Send(process, Terminate);
        Send(process, Continue);
    }

    /// <summary>Asks a child of this process, whose id is its own until it was waited for, to end.</summary>
    public static void AskToEnd(int processId)
    {
        Send(processId, Terminate);
        Send(processId, Continue);
    }

    /// <summary>Sends a signal to all processes of a group. That there is none is no error.</summary>
    public static void SendToGroup(int group, int signal)
    {
        // 0 is this process's own, and -1 every process there is.
        if (group > 1)
        {
            _ = SendCore(-group, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendCore(int processId, int signal);
}
