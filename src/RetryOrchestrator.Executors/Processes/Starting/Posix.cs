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
    private const int NotBlocking = 0x800; // O_NONBLOCK
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

    /// <summary>A pipe whose ends never block: a full one takes no more, an empty one gives nothing.</summary>
    /// <exception cref="Win32Exception">No more files can be open.</exception>
    public static (SafePipeHandle Reader, SafePipeHandle Writer) OpenBell()
    {
        var ends = new int[2];
        return PipeCore(ends, CloseOnExec | NotBlocking) == 0
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
            return IsAny([new Poll((int)handle.DangerousGetHandle(), Readable)], milliseconds);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>Waits for any of several handles, which nobody closes meanwhile, to become readable.</summary>
    /// <param name="handles">The handles.</param>
    /// <param name="milliseconds">How long at most; -1 for ever.</param>
    /// <returns>Which of them are.</returns>
    public static bool[] WaitUntilAnyReadable(IReadOnlyList<nint> handles, int milliseconds)
    {
        var poll = handles.Select(handle => new Poll((int)handle, Readable)).ToArray();
        return IsAny(poll, milliseconds)
            ? [.. poll.Select(handle => handle.Returned != 0)]
            : new bool[poll.Length];
    }

    /// <summary>Whether nobody can write to these pipes any more; what was written can be read.</summary>
    public static bool AreAtEnd(SafePipeHandle first, SafePipeHandle second)
    {
        var poll = new[]
        {
            new Poll((int)first.DangerousGetHandle(), Readable),
            new Poll((int)second.DangerousGetHandle(), Readable),
        };
        return PollCore(poll, 2, 0) == 2 && poll.All(pipe => (pipe.Returned & HungUp) != 0);
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

    private static bool IsAny(Poll[] poll, int milliseconds)
    {
        var until = Environment.TickCount64 + milliseconds;
        while (true)
        {
            var left = milliseconds < 0 ? -1 : (int)Math.Max(until - Environment.TickCount64, 0);
            var ready = PollCore(poll, (nuint)poll.Length, left);
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
    private static extern int PollCore([In, Out] Poll[] handles, nuint count, int milliseconds);

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
