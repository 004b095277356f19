using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>
/// The lock that a live run holds on a file beside the state, <c>jobs.orchestrator.db-lock</c>. The
/// system keeps it as long as the process lives, however it is named, in whatever container it is
/// and even while it is frozen: whoever finds it taken knows that the run is live. That it is free
/// proves nothing: not every file system that machines share shares its locks.
/// </summary>
/// <remarks>
/// A file of its own, for SQLite's own locks on the state are lost when any other handle of it in
/// the process is closed.
/// </remarks>
internal sealed class HoldFile(StateLocation location, FileRights rights) : IDisposable
{
    private const int MaxTries = 100;

    private readonly string _path = PathOf(location);
    private FileStream? _file;

    /// <summary>Whether a run holds the lock on this state now.</summary>
    public static bool IsHeld(StateLocation location)
    {
        var path = PathOf(location);
        if (!location.IsFile || FileFacts.Of(path)?.Kind != FileKind.File)
        {
            return false;
        }

        try
        {
            // A shared lock, taken and given back at once.
            using var look = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete
            );
            return false;
        }
        catch (IOException fault)
        {
            return IsTaken(fault);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes the lock; true also when we have it, and where the file cannot be made: then other
    /// evidence has to do.
    /// </summary>
    public bool TryTake()
    {
        for (var tries = 0; location.IsFile && _file is null && tries < MaxTries; tries++)
        {
            try
            {
                _file = OpenLocked();
                if (LeadsToOurs())
                {
                    return true;
                }

                // Who held it removed it in the moment between our opening and our locking.
                Close();
            }
            catch (IOException fault) when (IsTaken(fault))
            {
                return false;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Lets go, and takes the file away where nobody can have opened it unseen meanwhile.</summary>
    public void Dispose()
    {
        if (_file is null)
        {
            return;
        }

        if (OperatingSystem.IsLinux() && LeadsToOurs())
        {
            Remove(_path);
        }

        Close();
        if (OperatingSystem.IsWindows())
        {
            Remove(_path);
        }
    }

    private static string PathOf(StateLocation location) => location.Path + "-lock";

    private FileStream OpenLocked()
    {
        // Neither through a link nor into a pipe.
        if (FileFacts.Of(_path) is { Kind: not FileKind.File })
        {
            File.Delete(_path);
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = rights.File;
        }

        return new FileStream(_path, options);
    }

    private bool LeadsToOurs() =>
        !OperatingSystem.IsLinux()
        || FileFacts.Of($"/proc/self/fd/{_file!.SafeFileHandle.DangerousGetHandle()}", follow: true)
            is not { } ours
        || ours.IsSameFileAs(FileFacts.Of(_path));

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsTaken(IOException fault) =>
        fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // An empty file does no harm.
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
