using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>Jobs that failed, or are uncertain, and will not be tried again in this run; those that are due in the next are retrying.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Jobs">Their last attempts.</param>
/// <param name="More">How many others of the pass are not named.</param>
internal sealed record JobsFailed(
    DateTimeOffset At,
    int Pass,
    IReadOnlyList<EndedAttempt> Jobs,
    int More
) : RunEvent(At);
