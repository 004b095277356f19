using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>
/// The C library's posix_spawn: it starts a program without a copy of this process's memory maps
/// and without a lock of the runtime.
/// </summary>
/// <remarks>
/// Each program gets a session, and with it a process group, of its own. What is typed in the
/// terminal (Ctrl+C, Ctrl+Z) reaches this process alone, which then decides what becomes of the
/// programs; and one that would ask the terminal for a password is told at once that there is none,
/// as it is under cron, instead of being halted in the background.
/// </remarks>
[SupportedOSPlatform("linux")]
internal static class PosixSpawn
{
    // Larger than the C libraries' own types for file actions (80 bytes), attributes (336) and
    // signal sets (128), none of which may be looked into.
    private const int OpaqueSize = 512;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int BrokenPipe = 13; // SIGPIPE
    private const int ChildEnded = 17; // SIGCHLD

    // The same for every program, and never changed.
    private static readonly Lazy<nint> Attributes = new(CreateAttributes);

    /// <summary>Whether programs can be started this way here.</summary>
    public static bool IsSupported { get; } =
        NativeLibrary.TryLoad("libc", typeof(PosixSpawn).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addchdir_np", out _)
        && Posix.CanWatchPrograms()
        && !IsEndOfChildrenIgnored();

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Pointers to its own name and its arguments, and null.</param>
    /// <param name="environment">Pointers to the entries of its environment, and null.</param>
    /// <param name="workingDirectory">The folder it runs in.</param>
    /// <param name="birthMark">What it is marked with from its birth (<see cref="BirthMark"/>).</param>
    /// <param name="input">The end of a pipe that becomes its standard input.</param>
    /// <param name="output">The end of a pipe that becomes its standard output.</param>
    /// <param name="errors">The end of a pipe that becomes its standard error.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static int Start(
        string program,
        nint[] arguments,
        nint[] environment,
        string workingDirectory,
        int birthMark,
        SafePipeHandle input,
        SafePipeHandle output,
        SafePipeHandle errors
    )
    {
        Span<byte> memory = stackalloc byte[OpaqueSize];
        ref var actions = ref MemoryMarshal.GetReference(memory);
        Check(FileActionsInit(ref actions));
        try
        {
            Check(AddDup2(ref actions, input, 0));
            Check(AddDup2(ref actions, output, 1));
            Check(AddDup2(ref actions, errors, 2));
            Check(AddChdir(ref actions, workingDirectory));
            var attributes = Attributes.Value;
            // It is this thread's alone, and nothing but the program is born on it meanwhile.
            var before = BirthMark.Lend(birthMark);
            var error = Spawn(out var id, program, ref actions, attributes, arguments, environment);
            BirthMark.Restore(before);
            Check(error);
            return id;
        }
        finally
        {
            _ = FileActionsDestroy(ref actions);
        }
    }

    // .NET ignores SIGPIPE, and what is ignored stays so in a program: it would write for ever to
    // a reader that has gone. Signals with a handler would be set back anyway, but only after the C
    // library has asked for each; what else is ignored (by nohup, say) is to stay ignored.
    private static nint CreateAttributes()
    {
        var attributes = Marshal.AllocHGlobal(OpaqueSize);
        var none = new byte[OpaqueSize];
        var defaults = new byte[OpaqueSize];
        _ = EmptySet(none);
        _ = EmptySet(defaults);
        var ignored = IgnoredSignals() ?? ~0UL;
        for (var signal = 1; signal <= 64; signal++)
        {
            if (signal == BrokenPipe || (ignored & Bit(signal)) == 0)
            {
                _ = AddToSet(defaults, signal);
            }
        }

        _ = AttributesInit(attributes);
        _ = SetMask(attributes, none);
        _ = SetDefaults(attributes, defaults);
        _ = SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession);
        return attributes;
    }

    // Where SIGCHLD is ignored the system throws exit codes away; .NET knows how to deal with it.
    private static bool IsEndOfChildrenIgnored() =>
        IgnoredSignals() is not { } ignored || (ignored & Bit(ChildEnded)) != 0;

    // A bit each, as Bit says; null when it cannot be told.
    private static ulong? IgnoredSignals()
    {
        const string Field = "SigIgn:";
        var line = File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? null : Convert.ToUInt64(line[Field.Length..].Trim(), 16);
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [DllImport("libc", EntryPoint = "posix_spawn")]
    private static extern int Spawn(
        out int id,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        ref byte actions,
        nint attributes,
        nint[] arguments,
        nint[] environment
    );

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static extern int FileActionsInit(ref byte actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static extern int FileActionsDestroy(ref byte actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static extern int AddDup2(ref byte actions, SafePipeHandle from, int to);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    private static extern int AddChdir(
        ref byte actions,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path
    );

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static extern int AttributesInit(nint attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static extern int SetFlags(nint attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static extern int SetDefaults(nint attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static extern int SetMask(nint attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "sigemptyset")]
    private static extern int EmptySet(byte[] signals);

    [DllImport("libc", EntryPoint = "sigaddset")]
    private static extern int AddToSet(byte[] signals, int signal);
}
