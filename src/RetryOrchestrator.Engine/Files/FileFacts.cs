namespace RetryOrchestrator.Engine.Files;

/// <summary>What a name in the file system stands for.</summary>
public enum FileKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe (FIFO), which is opened only when somebody is at its other end.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, such as <c>/dev/zero</c>, which has no end.</summary>
    Device,
}

/// <summary>What the system knows of a file without opening it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The file system it is on; 0 where that is not known.</param>
/// <param name="Number">Its number in that file system; 0 where that is not known.</param>
/// <param name="Names">How many names (hard links) it has; 1 where that is not known.</param>
/// <param name="Owner">The user it belongs to; null where that is not known.</param>
/// <param name="Group">The group it belongs to; null where that is not known.</param>
/// <param name="Mode">Who may do what with it; <see cref="UnixFileMode.None"/> where that is not known.</param>
public sealed record FileFacts(
    FileKind Kind,
    ulong Device = 0,
    ulong Number = 0,
    long Names = 1,
    uint? Owner = null,
    uint? Group = null,
    UnixFileMode Mode = UnixFileMode.None
)
{
    /// <summary>The user that this process is; null where that is not known.</summary>
    public static uint? CurrentUser { get; } =
        OperatingSystem.IsLinux() ? Of("/proc/self", follow: true)?.Owner : null;

    /// <summary>The facts of what a name stands for, or null when there is nothing.</summary>
    /// <param name="path">The name.</param>
    /// <param name="follow">Whether what a link leads to is meant, not the link.</param>
    public static FileFacts? Of(string path, bool follow = false) =>
        OperatingSystem.IsLinux() && LinuxFileFacts.IsThere
            ? LinuxFileFacts.Read(path, follow)
            : ReadPlainly(path, follow);

    /// <summary>Whether two facts are of one file, under whatever names; false where that is not known.</summary>
    public bool IsSameFileAs(FileFacts? other) =>
        other is not null && Number != 0 && (Device, Number) == (other.Device, other.Number);

    // What the platform says on every system.
    private static FileFacts? ReadPlainly(string path, bool follow)
    {
        var info = new FileInfo(path);
        if (!follow && info.LinkTarget is not null)
        {
            return new FileFacts(FileKind.Link);
        }

        var mode =
            OperatingSystem.IsWindows() || !Path.Exists(path)
                ? UnixFileMode.None
                : File.GetUnixFileMode(path);
        return info.Exists ? new FileFacts(FileKind.File, Mode: mode)
            : Directory.Exists(path) ? new FileFacts(FileKind.Folder, Mode: mode)
            : null;
    }
}
