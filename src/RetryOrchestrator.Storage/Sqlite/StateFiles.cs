using System.Runtime.Versioning;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>
/// The files of a state as the system sees them, looked at before SQLite opens them: it would write
/// through whatever stands under their names.
/// </summary>
internal static class StateFiles
{
    private static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    /// <summary>Refuses what is not a state's own files.</summary>
    /// <exception cref="StateException">
    /// The state has a second name, or a link, a pipe or a device stands where one of its files
    /// belongs.
    /// </exception>
    public static void Check(StateLocation location)
    {
        if (!location.IsFile)
        {
            return;
        }

        if (FileFacts.Of(location.Path) is { } state)
        {
            // A folder under this name has a message of its own, and a link left is one in a circle.
            if (InputFile.Obstacle(location.Path) is { } obstacle)
            {
                throw SqliteFaults.NoFile(location.Path, obstacle.Split(';')[0]);
            }

            if (state is { Kind: FileKind.File, Names: > 1 })
            {
                throw SqliteFaults.HasSecondName(location.Path);
            }
        }

        foreach (var file in Beside.Select(end => location.Path + end))
        {
            if (FileFacts.Of(file) is { Kind: not FileKind.File })
            {
                throw SqliteFaults.NoFile(file, "is a link or no file at all");
            }
        }
    }

    /// <summary>Refuses a name that another user has made a link: where it leads is not ours to trust.</summary>
    /// <exception cref="StateException">It is one.</exception>
    public static void CheckLink(string path)
    {
        if (
            FileFacts.Of(path) is { Kind: FileKind.Link, Owner: { } owner }
            && owner != 0
            && owner != FileFacts.CurrentUser
        )
        {
            throw SqliteFaults.NoFile(path, "is a link that another user made");
        }
    }

    /// <summary>
    /// Makes the state's file where there is none, and takes from those that are there what goes
    /// beyond the rights given; SQLite makes the others with the rights of the first.
    /// </summary>
    public static void Prepare(StateLocation location, FileRights rights)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (FileFacts.Of(location.Path) is null)
        {
            Create(location.Path, rights);
            return;
        }

        foreach (var end in (string[])["", .. Beside])
        {
            rights.Tighten(location.Path + end);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Create(string path, FileRights rights)
    {
        try
        {
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = rights.File,
                }
            ).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another start was quicker; or it cannot be made, and SQLite says why.
        }
    }
}
