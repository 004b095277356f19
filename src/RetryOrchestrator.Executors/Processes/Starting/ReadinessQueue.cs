using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>
/// Linux's epoll: tells, of many handles, which have become readable, each once. A handle can be
/// added while another thread waits, which is not woken by it.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ReadinessQueue : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4; // EINTR
    private const int Adding = 1; // EPOLL_CTL_ADD
    private const uint Readable = 0x1; // EPOLLIN
    private const uint Once = 0x4000_0000; // EPOLLONESHOT
    private const int AtOnce = 32;

    // struct epoll_event has no padding on x64 alone.
    private static readonly bool Packed =
        RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventSize = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private readonly SafeFileHandle _queue;
    private readonly byte[] _events = new byte[16 * AtOnce];

    /// <summary>Opens one.</summary>
    /// <exception cref="Win32Exception">No more files can be open.</exception>
    public ReadinessQueue()
    {
        _queue = new SafeFileHandle(Create(CloseOnExec), ownsHandle: true);
        if (_queue.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Adds a handle, which stays open at least until it was told of.</summary>
    /// <exception cref="Win32Exception">The system has no room for it.</exception>
    public void Add(int handle)
    {
        Span<byte> wanted = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, Readable | Once);
        BinaryPrimitives.WriteInt32LittleEndian(wanted[DataOffset..], handle);
        if (Change(_queue, Adding, handle, ref MemoryMarshal.GetReference(wanted)) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits until at least one is readable. One thread at a time.</summary>
    /// <returns>Those that are.</returns>
    public int[] Wait()
    {
        int count;
        while (
            (count = WaitCore(_queue, ref MemoryMarshal.GetArrayDataReference(_events), AtOnce, -1))
                < 0
            && Marshal.GetLastPInvokeError() == Interrupted
        ) { }

        var ready = new int[Math.Max(count, 0)];
        for (var i = 0; i < ready.Length; i++)
        {
            ready[i] = BinaryPrimitives.ReadInt32LittleEndian(
                _events.AsSpan((i * EventSize) + DataOffset)
            );
        }

        return ready;
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static extern int Change(
        SafeFileHandle queue,
        int operation,
        int handle,
        ref byte wanted
    );

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static extern int WaitCore(
        SafeFileHandle queue,
        ref byte events,
        int atMost,
        int milliseconds
    );
}
