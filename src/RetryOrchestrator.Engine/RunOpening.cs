using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine;

/// <summary>
/// The first steps of a run, which its plan (<c>-WhatIf</c>) takes just the same on a copy of the
/// state: take in the list, then resume the run that was cut off or begin a fresh one.
/// </summary>
public static class RunOpening
{
    /// <summary>Takes the steps.</summary>
    /// <returns>The run, and what taking in the list changed (null: it is the list taken in before).</returns>
    /// <exception cref="IntakeException">The list has faults; nothing was changed.</exception>
    public static (OpenedRun Run, IntakeCounts? Intake) Open(
        IRunStore store,
        IJobSource jobs,
        RunStart start
    )
    {
        var intake = TakeIn(store, jobs);
        return (store.OpenRun(start), intake);
    }

    private static IntakeCounts? TakeIn(IRunStore store, IJobSource jobs)
    {
        var fingerprint = jobs.Fingerprint();
        if (fingerprint is not null && fingerprint == store.IntakeFingerprint)
        {
            return null;
        }

        using var session = store.BeginIntake();
        return IntakeLoader.Load(jobs, session, fingerprint);
    }
}
