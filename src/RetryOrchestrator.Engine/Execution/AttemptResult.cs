using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What an executor returns: a failure is a value, not an exception.</summary>
public abstract record AttemptResult
{
    private AttemptResult() { }

    /// <summary>
    /// How many processes were ended that the attempt had left at work when it came to its end.
    /// </summary>
    public int EndedLeftovers { get; init; }

    /// <summary>
    /// The device that the executor gave it, which may be to blame when it failed; null when it had
    /// none, or when the failure is plainly another part's: then it is the worker.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>The job is done.</summary>
    public sealed record Succeeded : AttemptResult;

    /// <summary>The job failed.</summary>
    public sealed record Failed(FailureEvidence Evidence) : AttemptResult
    {
        /// <summary>
        /// What the run's classifier made of the evidence, where the executor had to know; null where
        /// the engine is to ask it. A failure is sorted once.
        /// </summary>
        public Failure? Sorted { get; init; }
    }

    /// <summary>The attempt ended because <see cref="StopSignals.Stop"/> asked it to.</summary>
    public sealed record Cancelled : AttemptResult;

    /// <summary>The attempt could not start for a reason that is not the job's.</summary>
    public sealed record Deferred(string Reason) : AttemptResult
    {
        /// <summary>
        /// Completes when it may be tried again, in this very pass: nothing of it has happened, and its
        /// time limit begins anew. Null when it is put off to the next pass.
        /// </summary>
        public Task? Again { get; init; }
    }

    /// <summary>The one success value.</summary>
    public static AttemptResult Success { get; } = new Succeeded();

    /// <summary>The one cancelled value.</summary>
    public static AttemptResult Stopped { get; } = new Cancelled();

    /// <summary>A failure known only by its message.</summary>
    public static AttemptResult FailedWith(string message) =>
        new Failed(new FailureEvidence { Message = message });
}
