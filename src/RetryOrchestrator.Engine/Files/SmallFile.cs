using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Files;

/// <summary>A file that a person writes, read into memory whole: one that is large is none.</summary>
internal static class SmallFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads at most a megabyte, whatever the file says its length is.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or is larger.</exception>
    public static byte[] Read(string path)
    {
        if (InputFile.Obstacle(path) is { } obstacle)
        {
            throw new ConfigurationException(path, [$"it {obstacle}."]);
        }

        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[MaxBytes + 1];
            var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read <= MaxBytes
                ? content[..read]
                : throw new ConfigurationException(path, ["it is larger than 1 MB."]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(path, [$"it cannot be read. {exception.Message}"]);
        }
    }
}
