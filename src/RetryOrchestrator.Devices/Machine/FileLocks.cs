namespace RetryOrchestrator.Devices.Machine;

/// <summary>
/// Locks that are files, in a folder in which every user may make some and nobody may remove those
/// of others. They hold nothing and are only ever opened for reading, which is enough to lock one
/// and does no harm where somebody planted a link.
/// </summary>
/// <param name="folder">The folder; made when it is not there.</param>
internal sealed class FileLocks(string folder) : IMachineLocks
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute
        | UnixFileMode.StickyBit;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    /// <summary>
    /// Where all users of this machine may write: ProgramData on Windows, <c>/Users/Shared</c> on
    /// macOS, <c>/var/tmp</c> elsewhere.
    /// </summary>
    public static string SharedFolder =>
        Path.Combine(
            OperatingSystem.IsWindows()
                    ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData)
                : OperatingSystem.IsMacOS() ? "/Users/Shared"
                : "/var/tmp",
            "RetryOrchestrator-locks"
        );

    /// <inheritdoc/>
    public IDisposable? TryTake(string name)
    {
        var file = Path.Combine(folder, $"{LockName.Of(name)}.lock");
        MakeFolder();
        Make(file);
        try
        {
            // The file stays: removing a locked file would let a third run lock another of its name.
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (Exception exception)
            when (exception is IOException
                && exception is not (FileNotFoundException or DirectoryNotFoundException)
            )
        {
            return null;
        }
    }

    private void MakeFolder()
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            // What is made is made under the user's mask.
            File.SetUnixFileMode(folder, Everybody);
        }
    }

    private static void Make(string file)
    {
        if (File.Exists(file))
        {
            return;
        }

        try
        {
            new FileStream(file, FileMode.CreateNew, FileAccess.Write).Dispose();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, Readable);
            }
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another run was faster.
        }
    }
}
