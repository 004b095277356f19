namespace RetryOrchestrator.Engine.Files;

/// <summary>
/// Files that a run makes. Whatever stands under a file's name (an older file, a link somebody put
/// there, a pipe) is taken away and a new file made: nothing is ever written through a link, and
/// nothing waits for the reader of a pipe.
/// </summary>
public static class OutputFile
{
    /// <summary>Makes a new, empty file under this name, in place of what stands there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rights">Who may read it.</param>
    /// <param name="share">What others may do with it while it is open.</param>
    /// <param name="bufferSize">The stream's own buffer, in bytes; 0 or 1 for none.</param>
    /// <exception cref="IOException">It cannot be made, or somebody puts things there again and again.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder stands there, or the folder may not be written to.</exception>
    public static FileStream Create(
        string path,
        FileRights rights,
        FileShare share = FileShare.Read,
        int bufferSize = 4096
    )
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = share,
            BufferSize = bufferSize,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = rights.File;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (FileFacts.Of(path) is not null)
        {
            File.Delete(path);
            return new FileStream(path, options);
        }
    }

    /// <summary>Makes a folder and those above it that are missing.</summary>
    public static void CreateFolder(string path, FileRights rights)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
        {
            CreateFolder(above, rights);
        }

        Directory.CreateDirectory(path, rights.Folder);
    }
}
