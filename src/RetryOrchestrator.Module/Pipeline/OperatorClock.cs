using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// Times of emitted objects on the operator's clock, with its offset: the same moments, to the tick,
/// as they are to be read wherever no view shows them (<c>Select-Object</c>, <c>Format-List *</c>).
/// </summary>
internal static class OperatorClock
{
    /// <summary>The object with its times as the operator's clock has them; others as they are.</summary>
    public static object Show(object item) =>
        item switch
        {
            OrchestratorJob job => job with
            {
                ClaimedAt = Local(job.ClaimedAt),
                CompletedAt = Local(job.CompletedAt),
            },
            OrchestratorAttempt attempt => attempt with
            {
                StartedAt = Local(attempt.StartedAt),
                EndedAt = Local(attempt.EndedAt),
            },
            RetryPassSummary pass => pass with
            {
                StartedAt = Local(pass.StartedAt),
                EndedAt = Local(pass.EndedAt),
            },
            OrchestratorStatus status => Show(status),
            OrchestratorDevice device => device with { Since = Local(device.Since) },
            _ => item,
        };

    private static OrchestratorStatus Show(OrchestratorStatus status) =>
        status with
        {
            StartedAt = Local(status.StartedAt),
            UpdatedAt = Local(status.UpdatedAt),
            NextPassAt = Local(status.NextPassAt),
            HoldingSince = Local(status.HoldingSince),
            Workers =
            [
                .. status.Workers.Select(worker => worker with { Since = Local(worker.Since) }),
            ],
            SetAside =
            [
                .. status.SetAside.Select(device => device with { Since = Local(device.Since) }),
            ],
            Guards = [.. status.Guards.Select(act => act with { At = Local(act.At) })],
        };

    private static DateTimeOffset Local(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.Local);

    private static DateTimeOffset? Local(DateTimeOffset? moment) =>
        moment is { } at ? Local(at) : null;
}
