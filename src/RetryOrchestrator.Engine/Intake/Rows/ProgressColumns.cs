using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>
/// The columns in which a progress CSV, ours or the older program's, keeps the state of a job.
/// </summary>
/// <param name="Status">The index of <c>status</c>; the others are -1 where missing.</param>
/// <param name="Attempts">Of <c>attempts</c>.</param>
/// <param name="Error">Of <c>error</c>.</param>
/// <param name="ErrorType">Of <c>error_type</c>.</param>
/// <param name="ErrorCategory">Of <c>error_category</c>.</param>
/// <param name="CompletedAt">Of <c>completed_at</c>.</param>
internal sealed record ProgressColumns(
    int Status,
    int Attempts,
    int Error,
    int ErrorType,
    int ErrorCategory,
    int CompletedAt
)
{
    private static readonly HashSet<string> Keys = new[]
    {
        "status",
        "worker_id",
        "claimed_at",
        "completed_at",
        "error",
        "attempts",
        "max_attempts",
        "retry_at",
        "error_type",
        "error_category",
        "pass_number",
    }
        .Select(ColumnName.Key)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a column is one of them.</summary>
    public static bool IsOne(string name) => Keys.Contains(ColumnName.Key(name));

    /// <summary>
    /// Where they are, or null: <c>status</c> alone may be a column of the user's own, so it takes
    /// one of the others beside it.
    /// </summary>
    public static ProgressColumns? In(IReadOnlyList<string> names)
    {
        var keys = names.Select(ColumnName.Key).ToList();
        int At(string name) => keys.IndexOf(ColumnName.Key(name));
        return At("status") < 0 || keys.Count(Keys.Contains) < 2
            ? null
            : new ProgressColumns(
                At("status"),
                At("attempts"),
                At("error"),
                At("error_type"),
                At("error_category"),
                At("completed_at")
            );
    }
}
