using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// The kernel's side of a terminal: a pair of which programs get the one end, and the test is the
/// person and the screen at the other. Linux only.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int NotMine = 0x100; // O_NOCTTY
    private const int CloseOnExec = 0x80000; // or a program of another test would keep it open
    private const nuint SetSize = 0x5414; // TIOCSWINSZ

    private readonly SafeFileHandle _master;

    // A read that waits would keep the terminal open: what closes it ends the wait first.
    private readonly SafeFileHandle _wakeRead;
    private readonly SafeFileHandle _wakeWrite;

    /// <summary>Opens one.</summary>
    public PseudoTerminal(int columns, int rows)
    {
        var master = posix_openpt(ReadWrite | NotMine | CloseOnExec);
        Check(master);
        _master = new SafeFileHandle(master, ownsHandle: true);
        Check(grantpt(master));
        Check(unlockpt(master));
        var name = new byte[64];
        Assert.Equal(0, ptsname_r(master, name, (nuint)name.Length));
        Path = System.Text.Encoding.ASCII.GetString(name).TrimEnd('\0');
        var wake = new int[2];
        Check(pipe2(wake, CloseOnExec));
        _wakeRead = new SafeFileHandle(wake[0], ownsHandle: true);
        _wakeWrite = new SafeFileHandle(wake[1], ownsHandle: true);
        Resize(columns, rows);
    }

    /// <summary>The end for programs, such as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>Sets the size; the programs in it are told.</summary>
    public void Resize(int columns, int rows)
    {
        var size = new WindowSize { Columns = (ushort)columns, Rows = (ushort)rows };
        Check(ioctl(Number(_master), SetSize, ref size));
    }

    /// <summary>Waits for what programs write.</summary>
    /// <returns>How much came; 0 when it is closed, or no program has it open any more.</returns>
    public int Read(byte[] buffer)
    {
        const short Readable = 0x1;
        var waits = new Poll[]
        {
            new() { File = Number(_wakeRead), Wanted = Readable },
            new() { File = Number(_master), Wanted = Readable },
        };
        while (poll(waits, (nuint)waits.Length, -1) < 0)
        {
            // A signal to this process came in between.
        }

        return waits[0].Came != 0
            ? 0
            : (int)Math.Max(0, read(Number(_master), buffer, (nuint)buffer.Length));
    }

    /// <summary>Types.</summary>
    public void Write(ReadOnlySpan<byte> keys)
    {
        while (keys.Length > 0)
        {
            var written = write(
                Number(_master),
                ref MemoryMarshal.GetReference(keys),
                (nuint)keys.Length
            );
            Check((int)written);
            keys = keys[(int)written..];
        }
    }

    /// <summary>Ends a <see cref="Read"/> that waits, now and from now on.</summary>
    public void Wake()
    {
        byte any = 0;
        Check((int)write(Number(_wakeWrite), ref any, 1));
    }

    /// <summary>
    /// Closes it as a dropped connection or a closed window does: the kernel sends SIGHUP, and what
    /// programs write or read afterwards fails. Nobody may be reading.
    /// </summary>
    public void Close() => _master.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _wakeRead.Dispose();
        _wakeWrite.Dispose();
    }

    private static int Number(SafeFileHandle file) => (int)file.DangerousGetHandle();

    private static void Check(int result) =>
        Assert.True(result >= 0, $"A terminal call failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int File;
        public short Wanted;
        public short Came;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int grantpt(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlockpt(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int ptsname_r(int file, byte[] name, nuint length);

    [DllImport("libc", SetLastError = true)]
    private static extern int pipe2(int[] files, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int file, nuint request, ref WindowSize size);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll([In, Out] Poll[] files, nuint count, int timeout);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int file, byte[] buffer, nuint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int file, ref byte buffer, nuint length);
}
