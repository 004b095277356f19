namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// How column names compare: case, spaces, underscores and characters that nobody sees do not
/// count, so <c>JobId</c>, <c>job id</c> and <c>job_id</c> are one column.
/// </summary>
public static class ColumnName
{
    /// <summary>The required column that names a job. <c>id</c> is accepted for it.</summary>
    public const string JobId = "job_id";

    /// <summary>The account a job works on; blank means none.</summary>
    public const string Account = "account";

    /// <summary>The device a job must run on; blank means any.</summary>
    public const string Device = "device";

    /// <summary>A file, relative to the jobs file.</summary>
    public const string VideoPath = "video_path";

    /// <summary>Free text for the job.</summary>
    public const string Caption = "caption";

    private const int OnStack = 64;

    private static readonly string[] Known = [JobId, Account, Device, VideoPath, Caption];

    /// <summary>Two headers are the same column when their keys are equal.</summary>
    public static string Key(string header)
    {
        header = NameText.Of(header);
        Span<char> kept =
            header.Length <= OnStack ? stackalloc char[OnStack] : new char[header.Length];
        var length = 0;
        foreach (var c in header)
        {
            if (!char.IsWhiteSpace(c) && c != '_')
            {
                kept[length++] = c;
            }
        }

        return kept[..length].ToString().ToLowerInvariant();
    }

    /// <summary>Whether this is the contract's own spelling of a known column.</summary>
    internal static bool IsKnown(string name) => Array.IndexOf(Known, name) >= 0;

    /// <summary>
    /// The name a header is kept under: the contract's spelling for a known column, otherwise the
    /// header as the user wrote it, trimmed and without characters that nobody sees.
    /// </summary>
    public static string Canonical(string header)
    {
        var key = Key(header);
        if (key == "id")
        {
            return JobId;
        }

        return Array.Find(Known, name => Key(name) == key) ?? NameText.Of(header).Trim();
    }
}
