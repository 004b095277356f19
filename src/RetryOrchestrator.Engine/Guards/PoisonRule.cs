using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// Rule 2: what it means for a job that the process died under it. The first time it may have been
/// any of the jobs at work, or the operator's <c>kill -9</c>: it costs nothing, and the job runs
/// alone from then on. When the process dies while it runs alone, it is the job. Pure.
/// </summary>
internal static class PoisonRule
{
    /// <summary>A job under which the process died so often runs alone until it is reset.</summary>
    public const int DeathsBeforeAlwaysAlone = 2;

    /// <summary>Why an attempt under which the process died costs its job nothing.</summary>
    public const string GivenBack = "the orchestrator died while it was running";

    /// <summary>Whether a job is to blame for the death of the process.</summary>
    /// <param name="attempt">Its attempt, which was in flight.</param>
    public static bool IsGuilty(InFlightAttempt attempt) =>
        attempt is { RanAlone: true, Kept: null };

    /// <summary>What a job that is to blame fails with.</summary>
    /// <param name="suspicion">What was held against it before.</param>
    public static Failure GuiltOf(JobSuspicion suspicion) =>
        new(
            FailureCategory.Infrastructure,
            Failure.GuiltyType,
            $"The orchestrator died {suspicion.Deaths + 1} times while this job was running, the last time with nothing else at work."
        )
        {
            LeavesOpen = true,
        };

    /// <summary>What is held against a job after an attempt; null: what was held before.</summary>
    /// <param name="verdict">How the attempt ended.</param>
    /// <param name="status">What that makes of the job.</param>
    /// <param name="before">What was held against it before.</param>
    public static JobSuspicion? After(AttemptVerdict verdict, JobStatus status, JobSuspicion before)
    {
        if (verdict.IsCutOff)
        {
            // What is given up, or done after all, runs no more; what may be tried again runs alone.
            var isOver = status is JobStatus.Failed or JobStatus.Success;
            return new JobSuspicion(!isOver, before.Deaths + 1);
        }

        // A suspect that came to an end of its own is one no longer, unless the process has died
        // under it again and again.
        return
            before.IsSuspect && verdict.Outcome is (AttemptOutcome.Success or AttemptOutcome.Failed)
            ? before with
            {
                IsSuspect = before.Deaths >= DeathsBeforeAlwaysAlone,
            }
            : null;
    }
}
