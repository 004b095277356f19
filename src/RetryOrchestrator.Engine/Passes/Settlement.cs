using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Passes;

/// <summary>What the end of an attempt makes of its job and of the job's account.</summary>
/// <param name="End">What the store is told.</param>
/// <param name="Stop">The account to stop, or null.</param>
/// <param name="Reason">Why the job is tried again or not, in words; null on success.</param>
internal sealed record Settlement(AttemptEnd End, AccountStop? Stop, string? Reason)
{
    /// <summary>Settles an attempt. Pure: the same arguments always give the same settlement.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="job">The job as it stood before it was claimed.</param>
    /// <param name="verdict">How the attempt ended.</param>
    /// <param name="pass">The pass it was claimed in.</param>
    /// <param name="options">The limits.</param>
    /// <param name="at">When it ended, UTC.</param>
    public static Settlement Of(
        long attemptId,
        StoredJob job,
        AttemptVerdict verdict,
        int pass,
        OrchestratorOptions options,
        DateTimeOffset at
    )
    {
        var seen = job.Counters with { AllAttempts = job.Counters.AllAttempts + 1 };
        var counted = seen with
        {
            Counted = seen.Counted + 1,
            CountedInRun = seen.CountedInRun + 1,
        };

        var isGuilty = verdict.Failure?.Type == Failure.GuiltyType;
        var isSuspected = options.GuardAgainstPoison && verdict.IsCutOff && !isGuilty;
        return verdict.Outcome switch
        {
            AttemptOutcome.Success => With(JobStatus.Success, pass, counted, null),
            // The job is as it was: due in this very pass, when the run is resumed.
            AttemptOutcome.Cancelled => With(job.Status, pass, seen, "the run was stopped"),
            AttemptOutcome.Interrupted when isSuspected => Suspected(),
            AttemptOutcome.Deferred => With(
                JobStatus.Retrying,
                pass + 1,
                seen,
                "it could not start; not counted"
            ),
            AttemptOutcome.Uncertain => Doubtful(verdict.Failure!, verdict.Checkpoint!),
            _ => Failed(verdict.Failure!),
        };

        // Not tried again by itself, unless it is known that nothing has happened.
        Settlement Doubtful(Failure failure, Checkpoint checkpoint) =>
            checkpoint switch
            {
                { Happened: true } => With(
                    JobStatus.Success,
                    pass,
                    counted,
                    $"asked whether {checkpoint.Named} happened: yes"
                ),
                { DidNotHappen: true } => After(
                    $"asked whether {checkpoint.Named} happened: no",
                    isSuspected ? Suspected() : Failed(failure)
                ),
                _ => With(JobStatus.Uncertain, pass + 1, counted, WhyUncertain(checkpoint)),
            };

        static Settlement After(string answer, Settlement settlement) =>
            settlement with
            {
                Reason = $"{answer}; {settlement.Reason}",
            };

        Settlement Suspected()
        {
            var suspected = With(
                job.Status,
                pass,
                seen,
                "the orchestrator died; not counted, it runs again alone"
            );
            return suspected with { End = suspected.End with { GivenBack = PoisonRule.GivenBack } };
        }

        Settlement Failed(Failure failure)
        {
            if (failure.ConcernsEveryJob && !options.ContinueOnMissingCommand)
            {
                return With(
                    JobStatus.Retrying,
                    pass + 1,
                    seen,
                    "what runs the jobs cannot be started; not counted"
                );
            }

            var decision = isGuilty
                ? RetryVerdict.KillsOrchestrator
                : RetryDecision.Decide(failure.Category, counted, options);
            if (decision != RetryVerdict.Retry)
            {
                return With(
                    JobStatus.Failed,
                    pass + 1,
                    counted,
                    Explain(decision, failure, options)
                ) with
                {
                    Stop = StopFor(job.Job, failure, options),
                };
            }

            var granted =
                failure.Category == FailureCategory.Infrastructure
                    ? counted with
                    {
                        InfrastructureRetries = counted.InfrastructureRetries + 1,
                    }
                    : counted;
            return With(
                JobStatus.Retrying,
                pass + 1,
                granted,
                pass < options.MaxPasses
                    ? $"due again in pass {pass + 1}"
                    : "due again in the next run: this was the last pass"
            );
        }

        Settlement With(JobStatus status, int duePass, JobCounters counters, string? reason) =>
            new(
                new AttemptEnd(
                    attemptId,
                    job.Key,
                    verdict.Outcome,
                    verdict.Failure,
                    status,
                    duePass,
                    counters,
                    at
                )
                {
                    Checkpoint = verdict.Checkpoint,
                    Suspicion = options.GuardAgainstPoison
                        ? PoisonRule.After(verdict, status, job.Suspicion)
                        : null,
                },
                null,
                reason
            );
    }

    private static string WhyUncertain(Checkpoint checkpoint) =>
        checkpoint.Verified is null
            ? $"{checkpoint.Named} may have happened; it is not tried again by itself"
            : $"asked whether {checkpoint.Named} happened: no answer ({checkpoint.Note}); it is not tried again by itself";

    private static AccountStop? StopFor(Job job, Failure failure, OrchestratorOptions options) =>
        failure.Category == FailureCategory.Account
        && job.Account is { } account
        && !options.ContinueOnAccountFailure
            ? new AccountStop(
                account,
                $"account '{account}' failed in job '{job.Id}'"
                    + (failure.Type.Length > 0 ? $" ({failure.Type})" : "")
            )
            : null;

    private static string Explain(
        RetryVerdict decision,
        Failure failure,
        OrchestratorOptions options
    ) =>
        decision switch
        {
            RetryVerdict.NotRetryable =>
                $"{failure.Category.ToString().ToLowerInvariant()} failures are not retried",
            RetryVerdict.UnknownNotRetried => "unknown failures are not retried in this run",
            RetryVerdict.InfrastructureLimitReached => UsedUp(
                options.InfrastructureRetryLimit,
                "infrastructure retry",
                "infrastructure retries"
            ),
            RetryVerdict.AttemptLimitReached => UsedUp(
                options.MaxAttemptsPerJob,
                "attempt",
                "attempts"
            ),
            RetryVerdict.KillsOrchestrator => "it is not tried again until it is reset",
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
        };

    private static string UsedUp(int limit, string one, string many) =>
        limit switch
        {
            0 => $"there are no {many} in this run",
            1 => $"its one {one} is used up",
            _ => $"its {limit} {many} are used up",
        };
}
