namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>
/// Where SQLite puts what it needs no longer than a statement or a connection. When that is full it
/// says of the state that its disk is.
/// </summary>
internal static class TemporaryDisk
{
    private const long Little = 1_000_000;

    /// <summary>The folder, when it is full and the state's disk is not; else null.</summary>
    public static string? FullInsteadOf(string statePath) =>
        Find() is { } folder
        && FreeAt(Path.GetDirectoryName(statePath)) is { } atState
        && FreeAt(folder) is { } atFolder
        && IsTheFullOne(atState, atFolder)
            ? folder
            : null;

    /// <summary>Whether of two disks with so many free bytes the second is the one to blame. Pure.</summary>
    public static bool IsTheFullOne(long atState, long atFolder) =>
        atFolder < Little && atState >= Little;

    // In SQLite's own order.
    private static string? Find() =>
        OperatingSystem.IsWindows()
            ? Path.GetTempPath()
            : Array.Find(
                [
                    Environment.GetEnvironmentVariable("SQLITE_TMPDIR"),
                    Environment.GetEnvironmentVariable("TMPDIR"),
                    "/var/tmp",
                    "/usr/tmp",
                    "/tmp",
                ],
                Directory.Exists
            );

    private static long? FreeAt(string? folder)
    {
        try
        {
            return string.IsNullOrEmpty(folder) ? null : new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
