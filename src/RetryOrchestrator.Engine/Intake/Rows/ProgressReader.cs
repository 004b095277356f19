using System.Globalization;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>Reads what a progress CSV says of a job.</summary>
internal sealed class ProgressReader(IFailureClassifier classifier)
{
    private const int MaxAttempts = 1_000_000;

    /// <summary>Reads one row's progress; what is wrong is added to the problems.</summary>
    public TakenOverProgress Read(
        ProgressColumns columns,
        IReadOnlyList<string> cells,
        ICollection<string> problems
    )
    {
        string Cell(int index) => index < 0 ? "" : InvisibleText.Remove(cells[index]).Trim();

        var status = ReadStatus(Cell(columns.Status), problems);
        var attempts = ReadAttempts(Cell(columns.Attempts), problems);
        var completedAt = ReadTime(Cell(columns.CompletedAt), problems);
        var error = Cell(columns.Error);
        var category = ReadCategory(Cell(columns.ErrorCategory), problems);
        var type = Cell(columns.ErrorType);
        return status switch
        {
            JobStatus.Claimed => new(
                JobStatus.Retrying,
                attempts + 1,
                classifier.Classify(Failure.InterruptedEvidence),
                null,
                completedAt
            ),
            JobStatus.Success => new(status, attempts, null, null, completedAt),
            JobStatus.Skipped => new(
                status,
                attempts,
                category is { } known ? new Failure(known, type, error) : null,
                error.Length > 0 ? error : "skipped in the list it was taken over from",
                completedAt
            ),
            _ => new(status, attempts, LastFailure(category, type, error), null, completedAt),
        };
    }

    // Rows of the older program may lack the category: then the rules say what the error means, so
    // that a suspended account is not tried again.
    private Failure? LastFailure(FailureCategory? category, string type, string error)
    {
        if (category is { } known)
        {
            return new Failure(known, type, error);
        }

        return error.Length > 0
            ? classifier.Classify(new FailureEvidence { Message = error })
            : null;
    }

    private static JobStatus ReadStatus(string word, ICollection<string> problems)
    {
        // A row that was added by hand has no status yet.
        if (word.Length == 0)
        {
            return JobStatus.Pending;
        }

        if (!JobStatusWords.TryParse(word, out var status))
        {
            problems.Add(
                $"status {Excerpt.Of(word)} is none of "
                    + string.Join(", ", Enum.GetValues<JobStatus>().Select(one => one.ToWord()))
            );
        }

        return status;
    }

    private static int ReadAttempts(string text, ICollection<string> problems)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts)
            && attempts <= MaxAttempts
        )
        {
            return attempts;
        }

        problems.Add($"attempts {Excerpt.Of(text)} is no whole number from 0 to {MaxAttempts}");
        return 0;
    }

    private static FailureCategory? ReadCategory(string word, ICollection<string> problems)
    {
        if (word.Length == 0)
        {
            return null;
        }

        if (FailureCategoryWords.TryParse(word, out var category))
        {
            return category;
        }

        problems.Add($"error_category {Excerpt.Of(word)} is none of {FailureCategoryWords.List}");
        return null;
    }

    // The older program wrote local times without an offset; they are read as UTC, since nobody
    // knows any more where that was.
    private static DateTimeOffset? ReadTime(string text, ICollection<string> problems)
    {
        if (text.Length == 0)
        {
            return null;
        }

        const DateTimeStyles styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var time))
        {
            return time;
        }

        problems.Add(
            $"completed_at {Excerpt.Of(text)} is no time such as 2026-01-31T18:30:00+00:00"
        );
        return null;
    }
}
