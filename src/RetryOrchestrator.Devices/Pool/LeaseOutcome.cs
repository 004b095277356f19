using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>What an attempt says about the device it had.</summary>
public enum LeaseOutcome
{
    /// <summary>The device did its work: the job succeeded, or failed for its account's or its own data's reasons.</summary>
    DeviceWorked,

    /// <summary>
    /// The attempt failed for a reason that may be the device's, of infrastructure or one that no rule
    /// knows: the job's next attempt goes to another.
    /// </summary>
    DeviceSuspected,

    /// <summary>It was stopped, by its time limit or the operator: the device is looked at, and not blamed for it.</summary>
    Stopped,

    /// <summary>Nothing: the failure is plainly another part's (the Appium server's, say).</summary>
    Nothing,
}

/// <summary>Reads the outcome of a lease from an attempt's result. Pure.</summary>
internal static class LeaseOutcomes
{
    /// <summary>What a result says about the device.</summary>
    /// <param name="result">What the executor is about to return, a failure sorted.</param>
    public static LeaseOutcome Of(AttemptResult result) =>
        result switch
        {
            AttemptResult.Succeeded => LeaseOutcome.DeviceWorked,
            AttemptResult.Cancelled => LeaseOutcome.Stopped,
            AttemptResult.Failed failed => failed.Sorted?.Category switch
            {
                FailureCategory.Account or FailureCategory.Input => LeaseOutcome.DeviceWorked,
                _ => LeaseOutcome.DeviceSuspected,
            },
            _ => LeaseOutcome.Nothing,
        };
}
