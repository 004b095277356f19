using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Devices.Evidence;

/// <summary>
/// A file of bounded size that keeps the end of what is written: when it is half the size it
/// becomes <c>name.1.txt</c>, over the one before, and starts anew. Every write reaches the file
/// at once, so that the last words are there whatever happens next.
/// </summary>
internal sealed class RollingFile(string path, long bytes) : IDisposable
{
    private FileStream? _file;

    /// <summary>The file before the current one.</summary>
    public string Older { get; } = Path.ChangeExtension(path, $".1{Path.GetExtension(path)}");

    public void Write(ReadOnlySpan<byte> data)
    {
        if (_file is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Readers, such as an operator's tail, are welcome.
            _file = OutputFile.Create(
                path,
                FileRights.OfFolderOf(path),
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
        }

        _file.Write(data);
        if (_file.Length >= bytes / 2)
        {
            _file.Dispose();
            _file = null;
            File.Move(path, Older, overwrite: true);
        }
    }

    public void Dispose() => _file?.Dispose();
}
