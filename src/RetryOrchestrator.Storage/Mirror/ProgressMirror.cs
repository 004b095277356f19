using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Mirror;

/// <summary>
/// Writes the progress CSV of a state. It reads on a connection of its own, so a run may go on
/// meanwhile; the file shows one moment.
/// </summary>
/// <param name="statePath">The state.</param>
/// <param name="mirrorPath">The CSV.</param>
/// <param name="maxAttempts">What stands in the column max_attempts.</param>
/// <param name="options">Time limits; the defaults when null.</param>
public sealed class ProgressMirror(
    string statePath,
    string mirrorPath,
    int maxAttempts,
    StateStoreOptions? options = null
) : IProgressMirror
{
    private readonly StateStoreOptions _options = options ?? new StateStoreOptions();
    private readonly string _mirrorPath = Path.GetFullPath(mirrorPath);

    // One name, so that what a killed process leaves is overwritten, not heaped up.
    private string TemporaryPath => _mirrorPath + ".tmp";

    /// <inheritdoc/>
    /// <exception cref="StateException">The state cannot be read.</exception>
    public void Write(DateTimeOffset? retryAt)
    {
        var location = StateLocation.File(statePath);
        if (!location.Exists)
        {
            throw SqliteFaults.NotFound(location.Path);
        }

        using var database = Database.Open(location, create: false, _options.BusyTimeout);
        database.PrepareForReading();
        try
        {
            using (var file = OutputFile.Create(TemporaryPath, _options.Rights))
            {
                new MirrorTable(database, maxAttempts, retryAt).WriteTo(file);

                // On disk before it takes the name, or a power cut could leave an empty file.
                file.Flush(flushToDisk: true);
            }

            File.Move(TemporaryPath, _mirrorPath, overwrite: true);
        }
        catch
        {
            RemoveTemporary();
            throw;
        }
    }

    private void RemoveTemporary()
    {
        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The fault that is under way says more; the next write takes this name again.
        }
    }
}
