namespace RetryOrchestrator.Engine.Files;

/// <summary>
/// Files that are read. A pipe is not opened, which would wait for somebody at its other end, and
/// a device is not read, which may have no end.
/// </summary>
public static class InputFile
{
    /// <summary>
    /// What stands in the way of reading a name as a file, as the end of a sentence; null when
    /// nothing does, also when there is no such file: opening it says that.
    /// </summary>
    public static string? Obstacle(string path) =>
        FileFacts.Of(path, follow: true)?.Kind switch
        {
            FileKind.Pipe =>
                "is a pipe (FIFO), not a file; save what it gives in a file, and name that",
            FileKind.Socket => "is a socket, not a file",
            FileKind.Device =>
                "is a device, not a file; save what it gives in a file, and name that",
            _ => null,
        };

    /// <summary>Opens a file for reading; others may go on reading and writing it.</summary>
    /// <exception cref="IOException">It is no file, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or may not be read.</exception>
    public static FileStream Open(string path) =>
        Obstacle(path) is { } obstacle
            ? throw new IOException($"'{path}' {obstacle}.")
            : new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
}
