using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices;

/// <summary>What an attempt's result says of its device. Pure.</summary>
internal static class DeviceVerdict
{
    /// <summary>
    /// As <see cref="LeaseOutcomes.Of"/>, but what is plainly the Appium server's fault or this
    /// machine's is no device's.
    /// </summary>
    public static LeaseOutcome Of(AttemptResult result) =>
        result is AttemptResult.Failed { Evidence: var evidence } && IsElsewhere(evidence)
            ? LeaseOutcome.Nothing
            : LeaseOutcomes.Of(result);

    private static bool IsElsewhere(FailureEvidence evidence) =>
        evidence.DeclaredType == StepFailure.NotRecordedType
        || (evidence.Exception is { } exception && IsServers(exception));

    private static bool IsServers(Exception exception) =>
        exception is AppiumServerException
        || exception.InnerException is HttpRequestException
        || AppiumFailure.IsLostBehindGrid(exception)
        || AppiumFailure.IsShutdown(exception);
}
