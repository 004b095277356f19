using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>What .NET has no name for: pipes that programs can be given, and their ends.</summary>
[SupportedOSPlatform("linux")]
internal static class Posix
{
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4; // EINTR
    private const int SinceBoot = 7; // CLOCK_BOOTTIME
    private const int PidfdOpen = 434; // of every architecture
    private const int PidfdSendSignal = 424; // likewise
    private const short Readable = 0x01;
    private const short HungUp = 0x10;

    /// <summary>A pipe; no program gets its ends unless it is given them.</summary>
    /// <exception cref="Win32Exception">No more files can be open.</exception>
    public static (SafePipeHandle Reader, SafePipeHandle Writer) OpenPipe()
    {
        var ends = new int[2];
        return PipeCore(ends, CloseOnExec) == 0
            ? (new SafePipeHandle(ends[0], true), new SafePipeHandle(ends[1], true))
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Reads; 0 at the end, and when it cannot be read.</summary>
    public static int Read(SafePipeHandle pipe, Span<byte> buffer)
    {
        int read;
        while (
            (read = (int)ReadCore(pipe, ref MemoryMarshal.GetReference(buffer), buffer.Length)) < 0
            && Marshal.GetLastPInvokeError() == Interrupted
        ) { }

        return Math.Max(read, 0);
    }

    /// <summary>Writes what the pipe takes at once. That nobody reads it any more is no error.</summary>
    public static void Write(SafePipeHandle pipe, ReadOnlySpan<byte> bytes) =>
        _ = WriteCore(pipe, ref MemoryMarshal.GetReference(bytes), bytes.Length);

    /// <summary>Whether the kernel has handles of processes (since Linux 5.3).</summary>
    public static bool CanWatchPrograms()
    {
        var handle = SystemCall(PidfdOpen, Environment.ProcessId, 0);
        using var own = new SafeFileHandle((nint)handle, ownsHandle: true);
        return !own.IsInvalid;
    }

    /// <summary>A handle of a child, readable when it has ended.</summary>
    /// <exception cref="Win32Exception">No more files can be open.</exception>
    public static SafeFileHandle OpenProcess(int id)
    {
        var handle = SystemCall(PidfdOpen, id, 0);
        return handle >= 0
            ? new SafeFileHandle((nint)handle, ownsHandle: true)
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Sends a signal to the process of a handle; that it has gone, or is another user's, is no error.</summary>
    public static void Send(SafeFileHandle process, int signal) =>
        _ = SystemCall(PidfdSendSignal, process, signal, 0, 0);

    /// <summary>Waits for a handle to become readable.</summary>
    public static bool WaitUntilReadable(SafeFileHandle handle, int milliseconds)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        try
        {
            return IsReadable((int)handle.DangerousGetHandle(), milliseconds);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>Whether nobody can write to these pipes any more; what was written can be read.</summary>
    public static bool AreAtEnd(SafePipeHandle first, SafePipeHandle second)
    {
        Span<Poll> poll =
        [
            new Poll((int)first.DangerousGetHandle(), Readable),
            new Poll((int)second.DangerousGetHandle(), Readable),
        ];
        return PollCore(ref poll[0], 2, 0) == 2
            && (poll[0].Returned & poll[1].Returned & HungUp) != 0;
    }

    /// <summary>
    /// Time since the machine's boot, in the hundredths of a second in which the system counts when
    /// processes started.
    /// </summary>
    public static long TicksSinceBoot() =>
        ReadClock(SinceBoot, out var time) == 0
            ? (time.Seconds * 100) + (time.Nanoseconds / 10_000_000)
            : 0;

    /// <summary>Waits for the end of a child, and lets the system forget it.</summary>
    /// <returns>The status that wait(2) describes, or null when it was waited for already.</returns>
    public static int? WaitForEnd(int id)
    {
        while (true)
        {
            if (WaitCore(id, out var status, 0) == id)
            {
                return status;
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return null;
            }
        }
    }

    private static bool IsReadable(int handle, int milliseconds)
    {
        var poll = new Poll(handle, Readable);
        var until = Environment.TickCount64 + milliseconds;
        while (true)
        {
            var left = (int)Math.Max(until - Environment.TickCount64, 0);
            var ready = PollCore(ref poll, 1, left);
            if (ready >= 0 || Marshal.GetLastPInvokeError() != Interrupted)
            {
                return ready > 0;
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Poll(int handle, short events)
    {
        public readonly int Handle = handle;
        public readonly short Events = events;
        public readonly short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Time time);

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static extern int PipeCore(int[] ends, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadCore(SafePipeHandle pipe, ref byte buffer, nint length);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteCore(SafePipeHandle pipe, ref byte bytes, nint length);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int PollCore(ref Poll first, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static extern int WaitCore(int id, out int status, int options);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long SystemCall(long number, long first, long second);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long SystemCall(
        long number,
        SafeFileHandle handle,
        long second,
        long third,
        long fourth
    );
}
