using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Passes;

/// <summary>How a pass ended, and what happens now.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="WillRetry">Jobs the next pass will take; 0 when there is none.</param>
/// <param name="NextAction">The same in words.</param>
internal sealed record PassVerdict(PassResult Result, int WillRetry, string NextAction)
{
    /// <summary>
    /// Decides, by the order of precedence of section 4.7 of the contract, from where the jobs
    /// stand.
    /// </summary>
    /// <param name="stopped">Whether the operator stopped the run.</param>
    /// <param name="pass">What the pass's attempts came to.</param>
    /// <param name="jobs">Where all jobs stand now.</param>
    /// <param name="number">The pass, from 1.</param>
    /// <param name="maxPasses">The limit.</param>
    /// <param name="halt">Why the run stopped itself, or null.</param>
    /// <param name="flaky">
    /// Jobs that succeeded only on a retry in this run, where that is no full success; else 0.
    /// </param>
    public static PassVerdict Of(
        bool stopped,
        PassTally pass,
        JobTally jobs,
        int number,
        int maxPasses,
        RunHalt? halt = null,
        int flaky = 0
    )
    {
        if (stopped)
        {
            return new(
                PassResult.Cancelled,
                0,
                $"CANCELLED: {Jobs(jobs.Due)} still due; the next start resumes pass {number}"
            );
        }

        if (halt is not null && jobs.Due > 0)
        {
            return new(
                PassResult.Cancelled,
                0,
                $"STOPPING: {halt.Reason}; {Jobs(jobs.Due)} still due; the next start resumes pass {number}"
            );
        }

        if (jobs.Due == 0)
        {
            if (jobs.Failed + jobs.Skipped + jobs.Uncertain > 0)
            {
                return new(
                    PassResult.OnlyNonRetryable,
                    0,
                    $"STOPPING: {Kind(jobs)} remain: {Remaining(jobs)}"
                );
            }

            return flaky > 0
                ? new(
                    PassResult.CompleteWithFlaky,
                    0,
                    $"COMPLETE, NOT CLEAN: {AllJobs(jobs.Total)} succeeded, {flaky} only on a retry"
                )
                : new(PassResult.AllComplete, 0, $"COMPLETE: {AllJobs(jobs.Total)} succeeded");
        }

        var idle = pass.Processed == 0;
        if (number >= maxPasses)
        {
            var why = idle ? "; no attempt was possible in this pass" : "";
            return new(
                PassResult.MaxPassesReached,
                0,
                $"STOPPING: max passes ({maxPasses}) reached, {Jobs(jobs.Due)} still due in the next run{why}"
            );
        }

        if (idle)
        {
            return new(
                PassResult.NoAttemptPossible,
                jobs.Due,
                $"CONTINUING: no attempt was possible in this pass; {Jobs(jobs.Due)} put off to pass {number + 1}"
            );
        }

        return new(
            PassResult.RetryableRemaining,
            jobs.Due,
            $"CONTINUING: {Jobs(jobs.Due)} will retry in pass {number + 1}"
        );
    }

    private static string Jobs(int count) => count == 1 ? "1 job" : $"{count} jobs";

    private static string AllJobs(int count) => count == 1 ? "the job" : $"all {count} jobs";

    private static string Kind(JobTally jobs) =>
        jobs.Failed + jobs.Skipped == 0 ? "only uncertain jobs" : "only non-retryable failures";

    private static string Remaining(JobTally jobs)
    {
        (int Count, string Word)[] kinds =
        [
            (jobs.FailedAccount, "account"),
            (jobs.FailedInfrastructure, "infrastructure (given up)"),
            (jobs.FailedUnknown, "unknown"),
            (jobs.FailedInput, "input"),
            (jobs.Skipped, "skipped"),
            (jobs.Uncertain, "uncertain (may have been done)"),
        ];
        return string.Join(
            ", ",
            kinds.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count} {kind.Word}")
        );
    }
}
