using System.Runtime.InteropServices;

namespace RetryOrchestrator.Engine.Files;

/// <summary>
/// statx(2): the one call of its kind whose answer has the same layout on every architecture.
/// </summary>
internal static class LinuxFileFacts
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicFacts = 0x7ff; // STATX_BASIC_STATS
    private const int KindBits = 0xF000; // S_IFMT

    /// <summary>Whether the system's library has it (glibc since 2.28).</summary>
    public static bool IsThere { get; } = Probe();

    public static FileFacts? Read(string path, bool follow) =>
        Core(CurrentFolder, path, follow ? 0 : NoFollow, BasicFacts, out var facts) == 0
            ? new FileFacts(
                KindOf(facts.Mode & KindBits),
                ((ulong)facts.DeviceMajor << 32) | facts.DeviceMinor,
                facts.Number,
                facts.Links,
                facts.Owner,
                facts.Group,
                (UnixFileMode)(facts.Mode & 0xFFF)
            )
            : null;

    private static FileKind KindOf(int bits) =>
        bits switch
        {
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            0x2000 or 0x6000 => FileKind.Device,
            _ => FileKind.File,
        };

    private static bool Probe()
    {
        try
        {
            return OperatingSystem.IsLinux() && Read("/", follow: false) is not null;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Answer
    {
        [FieldOffset(16)]
        public readonly uint Links;

        [FieldOffset(20)]
        public readonly uint Owner;

        [FieldOffset(24)]
        public readonly uint Group;

        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Number;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Core(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        out Answer answer
    );
}
