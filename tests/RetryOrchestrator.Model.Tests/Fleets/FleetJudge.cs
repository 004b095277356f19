using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Model.Tests.Fleets;

/// <summary>Whether guards did what the planted faults asked for, and nothing else.</summary>
internal static class FleetJudge
{
    /// <summary>What they did wrong, in words; null when they were right.</summary>
    public static string? Fault(Fleet fleet, FleetRun run)
    {
        var aside = run
            .Acts.Select(act => act.Verdict)
            .OfType<GuardVerdict.SlotSetAside>()
            .Select(act => act.Slot.Name)
            .ToHashSet();
        var holds = run.Acts.Count(act => act.Verdict is GuardVerdict.HoldBegan);
        var bad = fleet.BadWorker > 0 ? Slot.OfWorker(fleet.BadWorker).Name : null;
        var hasOutage = fleet.OutageLasts > 0;
        if (aside.Any(name => name != bad))
        {
            return "a sound worker was set aside";
        }

        if (!hasOutage && holds > 0)
        {
            return "held without an outage";
        }

        if (bad is not null && aside.Count == 0)
        {
            return "the broken worker was not set aside";
        }

        if (hasOutage && holds == 0)
        {
            return "the outage was not held out";
        }

        return hasOutage && HeldTooLong(fleet, run) ? "the hold outlasted the outage" : null;
    }

    private static bool HeldTooLong(Fleet fleet, FleetRun run) =>
        run.Acts.Last(act => act.Verdict is GuardVerdict.HoldEnded).At
        > run.OutageAt + fleet.OutageLasts + 121 + fleet.Takes * 2;
}
