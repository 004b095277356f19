using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Passes;

/// <summary>What becomes of a job whose attempt failed.</summary>
internal enum RetryVerdict
{
    /// <summary>It is due again in the next pass.</summary>
    Retry,

    /// <summary>Its category (account, input) is never retried.</summary>
    NotRetryable,

    /// <summary>Unknown failures are not retried in this run.</summary>
    UnknownNotRetried,

    /// <summary>Its retries after infrastructure failures are used up.</summary>
    InfrastructureLimitReached,

    /// <summary>Its attempts of this run are used up.</summary>
    AttemptLimitReached,

    /// <summary>The process dies of it.</summary>
    KillsOrchestrator,
}

/// <summary>The rule of section 4.5 of the contract: is a failed job tried again in this run?</summary>
internal static class RetryDecision
{
    /// <summary>Decides, from the category, the counters and the limits alone.</summary>
    /// <param name="category">Why the attempt failed.</param>
    /// <param name="counters">The job's counters, the failed attempt included.</param>
    /// <param name="options">The limits.</param>
    public static RetryVerdict Decide(
        FailureCategory category,
        JobCounters counters,
        OrchestratorOptions options
    ) =>
        category switch
        {
            FailureCategory.Account or FailureCategory.Input => RetryVerdict.NotRetryable,
            FailureCategory.Unknown when !options.RetryUnknown => RetryVerdict.UnknownNotRetried,
            FailureCategory.Infrastructure
                when counters.InfrastructureRetries >= options.InfrastructureRetryLimit =>
                RetryVerdict.InfrastructureLimitReached,
            _ when counters.CountedInRun >= options.MaxAttemptsPerJob =>
                RetryVerdict.AttemptLimitReached,
            _ => RetryVerdict.Retry,
        };
}
