namespace RetryOrchestrator.Engine.Files;

/// <summary>
/// Who may read and write what a run makes: nobody who may not do so with the jobs file. Ignored
/// on Windows, where files inherit the rights of their folder.
/// </summary>
/// <param name="File">The mode of a file, before the umask takes its share.</param>
/// <param name="Folder">The mode of a folder, likewise.</param>
public sealed record FileRights(UnixFileMode File, UnixFileMode Folder)
{
    private const UnixFileMode ReadAndWrite =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite;

    /// <summary>What the umask leaves: as programs make files by default.</summary>
    public static FileRights Default { get; } = Of(ReadAndWrite);

    /// <summary>The owner's alone.</summary>
    public static FileRights OwnerOnly { get; } =
        Of(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>The rights that a list's own give.</summary>
    /// <param name="jobsPath">The jobs file; where there is none, the default.</param>
    public static FileRights OfJobs(string jobsPath) =>
        OperatingSystem.IsWindows() || FileFacts.Of(jobsPath, follow: true) is not { } facts
            ? Default
            : Of(facts.Mode);

    /// <summary>The rights that the folder of a file has.</summary>
    public static FileRights OfFolderOf(string path) => OfJobs(Path.GetDirectoryName(path)!);

    /// <summary>The rights of a file of this mode. Its owner can always read and write.</summary>
    public static FileRights Of(UnixFileMode mode)
    {
        var file = (mode & ReadAndWrite) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Who may read a file may look into a folder: each "r" (4) brings its "x" (1).
        var search = (UnixFileMode)(((int)file & 0b100_100_100) >> 2);
        return new FileRights(file, file | search);
    }

    /// <summary>Takes from others what they may do with a file or folder beyond these rights.</summary>
    /// <remarks>What is another user's stays as it is: it is for them to say.</remarks>
    public void Tighten(string path)
    {
        if (OperatingSystem.IsWindows() || FileFacts.Of(path) is not { } facts)
        {
            return;
        }

        var excess =
            facts.Mode
            & facts.Kind switch
            {
                FileKind.File => ReadAndWrite & ~File,
                FileKind.Folder => (UnixFileMode)0b000_111_111 & ~Folder,
                _ => UnixFileMode.None,
            };
        if (excess == UnixFileMode.None)
        {
            return;
        }

        try
        {
            System.IO.File.SetUnixFileMode(path, facts.Mode & ~excess);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Not ours to change.
        }
    }
}
