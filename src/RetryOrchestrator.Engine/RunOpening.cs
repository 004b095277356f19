using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine;

/// <summary>
/// The first steps of a run, which its plan (<c>-WhatIf</c>) takes just the same on a copy of the
/// state: see that the state suits it, take in the list, then resume the run that was cut off or
/// begin a fresh one.
/// </summary>
public static class RunOpening
{
    /// <summary>Takes the steps.</summary>
    /// <param name="store">The state.</param>
    /// <param name="jobs">The list.</param>
    /// <param name="terms">What the run is worked on under.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="begun">What a dead run left of its marks, or null.</param>
    /// <param name="bootId">The present boot of the machine, or null.</param>
    /// <param name="kept">Where outcomes that could not be recorded were kept, or null.</param>
    /// <returns>The run, and what taking in the list changed (null: it is the list taken in before).</returns>
    /// <exception cref="IntakeException">The list has faults; nothing was changed.</exception>
    /// <exception cref="StateException">
    /// The run is a simulation and the state is not, or the other way round; nothing was changed.
    /// </exception>
    public static (OpenedRun Run, IntakeCounts? Intake) Open(
        IRunSession store,
        IJobSource jobs,
        RunTerms terms,
        DateTimeOffset at,
        BegunAttempts? begun,
        string? bootId,
        IKeptOutcomes? kept = null
    )
    {
        RefuseMixture(store, terms.IsSimulated);
        var intake = TakeIn(store, jobs);
        var run = store
            .Open(terms, at)
            .With(kept?.Read(store.Identity) ?? [])
            .RuleOutNeverBegun(begun, store.Identity, bootId);
        return (run, intake);
    }

    /// <summary>
    /// Sees that a state suits a run; nobody has to be joined for it. A job that was done only
    /// in a simulation would count as done for ever.
    /// </summary>
    /// <exception cref="StateException">
    /// The run is a simulation and the state is not, or the other way round.
    /// </exception>
    public static void RefuseMixture(IRunSession store, bool simulated)
    {
        switch (store.IsSimulated, simulated)
        {
            case (true, false):
                throw new StateException(
                    ErrorIds.StateSimulated,
                    $"The state '{store.Address}' is that of a simulation: what it calls done was never "
                        + "run. Delete it, or choose another place with -StatePath, to run the jobs."
                );
            case (false, true):
                throw new StateException(
                    ErrorIds.StateNotSimulated,
                    $"The state '{store.Address}' is that of real runs: a simulation would call jobs done "
                        + "that were never run. Give the simulation a place of its own with "
                        + "-StatePath, or see with -WhatIf what a run would do."
                );
        }
    }

    /// <summary>Takes in the list, unless it is the one taken in last.</summary>
    /// <returns>What that changed, or null.</returns>
    /// <exception cref="IntakeException">The list has faults; nothing was changed.</exception>
    public static IntakeCounts? TakeIn(IRunSession store, IJobSource jobs)
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
