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

/// <summary>How a run writes it.</summary>
internal static class ProgressMirrors
{
    /// <summary>
    /// Writes it, if there is one. It is for people and spreadsheets: that one of them holds it open
    /// must not end a run.
    /// </summary>
    /// <returns>What to warn of; null when it was written.</returns>
    public static string? TryWrite(this IProgressMirror? mirror, DateTimeOffset? retryAt)
    {
        try
        {
            mirror?.Write(retryAt);
            return null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or StateException)
        {
            return $"The progress CSV was not written ({exception.Message}). The run goes on; "
                + "its state is complete, and the file is written again after the next pass.";
        }
    }
}
