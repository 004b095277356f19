namespace RetryOrchestrator.Engine.Jobs;

/// <summary>One row of the jobs file.</summary>
/// <param name="Id">Unique in the list; never blank.</param>
/// <param name="Columns">All columns, <c>job_id</c> and the other known ones among them.</param>
public sealed record Job(string Id, JobColumns Columns)
{
    /// <summary>The account, or null when the cell is blank: a blank account is no account.</summary>
    public string? Account => NullIfBlank(Columns[ColumnName.Account]);

    /// <summary>The device the job must run on, or null for any.</summary>
    public string? Device => NullIfBlank(Columns[ColumnName.Device]);

    /// <summary>The file the job works on, as the jobs file wrote it, or null.</summary>
    public string? VideoPath => NullIfBlank(Columns[ColumnName.VideoPath]);

    /// <summary>The job as its executor sees it: <c>video_path</c> made absolute.</summary>
    /// <param name="baseDirectory">The folder of the jobs file.</param>
    public Job ResolvedAgainst(string baseDirectory) =>
        VideoPath is { } path
            ? this with
            {
                Columns = Columns.With(ColumnName.VideoPath, Path.GetFullPath(path, baseDirectory)),
            }
            : this;

    private static string? NullIfBlank(string? value) =>
        string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
