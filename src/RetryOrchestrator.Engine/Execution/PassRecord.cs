using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What moved in a pass: made durable in one commit first, and then told.</summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class PassRecord(PassContext context, PassClaims claims, PassGuards guards)
{
    private readonly List<OrchestratorGuardAct> _guardActs = [];

    /// <summary>What guards did in the pass, in this sitting.</summary>
    public IReadOnlyList<OrchestratorGuardAct> GuardActs => _guardActs;

    /// <summary>Stores what moved, and what guards made of it, and asks for jobs.</summary>
    /// <returns>What that came to.</returns>
    public Turn Exchange(
        List<SettledAttempt> settled,
        List<ClaimedAttempt> withdrawn,
        Room room,
        IReadOnlyList<AttemptLeftovers> left
    ) =>
        context.Parts.Store.Exchange(
            new TurnRequest
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                Withdrawn = withdrawn.ConvertAll(attempt => attempt.Withdrawal),
                AccountStops = settled
                    .Select(attempt => attempt.Settlement.Stop)
                    .OfType<AccountStop>()
                    .ToList(),
                Leftovers = left,
                Room = room.Workers,
                RoomAlone = room.Alone,
                Returned = guards.Returned,
                GuardActs = guards.Acts,
                Held = guards.TakeHeld(),
                At = context.Clock.Now,
                PassDuration = context.Clock.Worked,
            }
        );

    /// <summary>Tells of what is stored.</summary>
    /// <param name="settled">What ended.</param>
    /// <param name="numbers">Where things stand.</param>
    /// <param name="onlyEnded">Whether claims may yet be given back, because the run is stopped.</param>
    public void Publish(List<SettledAttempt> settled, RunNumbers numbers, bool onlyEnded)
    {
        var begun = claims.TakeBegun(onlyEnded);
        foreach (var attempt in begun)
        {
            context.Marks?.MarkShown(attempt.Worker.Number, attempt.Id);
        }

        context.Parts.Events.Publish(
            new AttemptsMoved(
                context.Clock.Now,
                context.Pass,
                settled.ConvertAll(attempt => attempt.Describe()),
                begun.ConvertAll(attempt => attempt.Describe()),
                numbers
            )
        );
        foreach (var act in guards.Acts)
        {
            _guardActs.Add(act);
            context.Parts.Events.Publish(new GuardActed(act.At, act));
        }
    }
}
