namespace RetryOrchestrator.Engine.Jobs;

/// <summary>The status words of the state and of the progress CSV.</summary>
public static class JobStatusWords
{
    /// <summary>The lower-case word of a status, such as <c>retrying</c>.</summary>
    public static string ToWord(this JobStatus status) =>
        status switch
        {
            JobStatus.Pending => "pending",
            JobStatus.Claimed => "claimed",
            JobStatus.Success => "success",
            JobStatus.Retrying => "retrying",
            JobStatus.Failed => "failed",
            JobStatus.Skipped => "skipped",
            JobStatus.Uncertain => "uncertain",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    /// <summary>Reads a status word, ignoring case and surrounding space.</summary>
    /// <returns>False when the word is none of them.</returns>
    public static bool TryParse(string? word, out JobStatus status)
    {
        foreach (var candidate in Enum.GetValues<JobStatus>())
        {
            if (string.Equals(word?.Trim(), candidate.ToWord(), StringComparison.OrdinalIgnoreCase))
            {
                status = candidate;
                return true;
            }
        }

        status = default;
        return false;
    }
}
