using RetryOrchestrator.Engine.Events;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>A gap in what is shown: nobody read what came before it.</summary>
/// <param name="At">When the first was left out, UTC.</param>
/// <param name="Lines">Lines about attempts that are not shown.</param>
/// <param name="Warnings">Warnings that are not shown.</param>
public sealed record EventsLeftOut(DateTimeOffset At, long Lines, long Warnings) : RunEvent(At);
