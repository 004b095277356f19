using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A job object of Windows around one program and everything it starts. It ends them all when it
/// is closed, and the system closes it when this process dies in whatever way: on Windows a killed
/// run leaves nothing behind.
/// </summary>
/// <remarks>
/// .NET cannot start a program suspended, so a child that it starts within its first moments, before
/// it is put into the job, would escape.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class WindowsJob : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ExtendedLimitInformation = 9;
    private const int ProcessIdList = 3;
    private const int IdsAt = 2 * sizeof(int);
    private const int MaxIds = 1000;
    private const uint KillOnJobClose = 0x2000;

    /// <summary>Used by the runtime to wrap the handle.</summary>
    public WindowsJob()
        : base(ownsHandle: true) { }

    /// <summary>Puts a program into a job of its own, or gives null where that is not allowed.</summary>
    public static WindowsJob? For(Process process)
    {
        var job = CreateJobObject(0, 0);
        if (
            !job.IsInvalid
            && job.Limit(KillOnJobClose)
            && AssignProcessToJobObject(job, process.SafeHandle)
        )
        {
            return job;
        }

        job.Dispose();
        return null;
    }

    /// <summary>Ends all processes of the job.</summary>
    public void Terminate() => _ = TerminateJobObject(this, 1);

    /// <summary>Ends what is left of the job but for what is spared.</summary>
    /// <returns>How many processes were ended.</returns>
    public int EndAllBut(SpareList spare)
    {
        var ended = 0;
        foreach (var id in Ids())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                if (!spare.Spares([process.ProcessName]))
                {
                    process.Kill();
                    ended++;
                }
            }
            catch (Exception e)
                when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It has gone.
            }
        }

        return ended;
    }

    /// <summary>Lets what is still in the job live on when it is closed.</summary>
    public void Release() => _ = Limit(0);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => CloseHandle(handle);

    private bool Limit(uint flags)
    {
        var limits = new ExtendedLimits { LimitFlags = flags };
        return SetInformationJobObject(
            this,
            ExtendedLimitInformation,
            ref limits,
            Marshal.SizeOf<ExtendedLimits>()
        );
    }

    // JOBOBJECT_BASIC_PROCESS_ID_LIST: how many there are, how many follow, and their ids.
    private IEnumerable<int> Ids()
    {
        var list = new byte[IdsAt + (MaxIds * nint.Size)];
        if (!QueryInformationJobObject(this, ProcessIdList, list, list.Length, 0))
        {
            return [];
        }

        var count = Math.Min(BitConverter.ToInt32(list, sizeof(int)), MaxIds);
        return Enumerable
            .Range(0, count)
            .Select(i => BitConverter.ToInt32(list, IdsAt + (i * nint.Size)));
    }

    [DllImport("kernel32.dll")]
    private static extern bool QueryInformationJobObject(
        WindowsJob job,
        int kind,
        byte[] information,
        int size,
        nint returned
    );

    [DllImport("kernel32.dll", EntryPoint = "CreateJobObjectW")]
    private static extern WindowsJob CreateJobObject(nint attributes, nint name);

    [DllImport("kernel32.dll")]
    private static extern bool SetInformationJobObject(
        WindowsJob job,
        int kind,
        ref ExtendedLimits limits,
        int size
    );

    [DllImport("kernel32.dll")]
    private static extern bool AssignProcessToJobObject(WindowsJob job, SafeProcessHandle process);

    [DllImport("kernel32.dll")]
    private static extern bool TerminateJobObject(WindowsJob job, uint exitCode);

    [DllImport("kernel32.dll")]
    private static extern bool CloseHandle(nint handle);

    /// <summary><c>JOBOBJECT_EXTENDED_LIMIT_INFORMATION</c>, of which only the flags are used.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
