namespace RetryOrchestrator.Engine.Storage;

/// <summary>The progress CSV beside the jobs: what spreadsheets and older tools read.</summary>
public interface IProgressMirror
{
    /// <summary>
    /// Writes it whole to a temporary file and renames that, so that a reader never sees half.
    /// </summary>
    /// <param name="retryAt">When jobs that are <c>retrying</c> will be tried again, if known.</param>
    /// <exception cref="IOException">It cannot be written (locked, read-only, disk full); the old file stays.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    /// <exception cref="StateException">The state cannot be read just now (another program has it locked).</exception>
    void Write(DateTimeOffset? retryAt);
}
