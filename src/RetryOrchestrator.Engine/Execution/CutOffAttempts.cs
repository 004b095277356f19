using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What a process that died left claimed: its end, before anything is attempted again.</summary>
internal sealed class CutOffAttempts(RunParts parts, OpenedRun run)
{
    /// <summary>Whether it left anything.</summary>
    public bool Any => run.InFlight.Count + run.NeverBegun.Count > 0;

    /// <summary>
    /// Ends the processes it left at work. Nothing is ended of a process that lives: the state is a
    /// copy then, and the run goes on elsewhere.
    /// </summary>
    public EndedLeftovers EndLeftovers()
    {
        var state = parts.Store.Identity;
        var dead = run
            .InFlight.Select(attempt => attempt.Owner)
            .Append(run.CutOffOwner)
            .OfType<ProcessIdentity>()
            .Distinct()
            .Where(owner => parts.Processes.IsAlive(owner) == false)
            .ToHashSet();
        return dead.Count == 0
            ? EndedLeftovers.None
            : parts.Processes.EndLeftovers([
                .. dead.Select(AttemptToken.OfProcess),
                .. dead.Select(owner => AttemptToken.OfServers(state, owner)),
                .. run
                    .InFlight.Where(attempt =>
                        attempt.Kept is null && attempt.Owner is { } owner && dead.Contains(owner)
                    )
                    .SelectMany<InFlightAttempt, string>(attempt =>
                        [
                            AttemptToken.Of(state, attempt.Owner!, attempt.AttemptId),
                            AttemptToken.OfEarlierVersions(state, attempt.AttemptId),
                        ]
                    ),
            ]);
    }

    /// <summary>
    /// Records the attempts that were in flight as interrupted, or as what they are known to have
    /// come to, and takes back the claims of those that never began.
    /// </summary>
    /// <returns>The numbers after it.</returns>
    public RunNumbers Settle(int pass, OrchestratorOptions options, PassClock clock)
    {
        var failure = parts.Classifier.Classify(Failure.InterruptedEvidence);
        var interrupted = new AttemptVerdict(AttemptOutcome.Interrupted, failure);
        var settled = run
            .InFlight.Select(attempt =>
                (
                    attempt.Job,
                    Verdict: VerdictOn(attempt),
                    Settlement: Settlement.Of(
                        attempt.AttemptId,
                        attempt.Job,
                        VerdictOn(attempt),
                        pass,
                        options,
                        clock.Now
                    )
                )
            )
            .ToList();
        var numbers = parts.Store.Commit(
            new RunCommit
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                Withdrawn = run
                    .NeverBegun.Select(attempt => new ClaimWithdrawal(
                        attempt.AttemptId,
                        attempt.Job.Key
                    ))
                    .ToList(),
                AccountStops = settled
                    .Select(attempt => attempt.Settlement.Stop)
                    .OfType<AccountStop>()
                    .ToList(),
                At = clock.Now,
                PassDuration = clock.Worked,
            }
        );
        parts.KeptOutcomes?.Clear();
        var ended = settled.ConvertAll(attempt => new EndedAttempt(
            attempt.Job.Job.Id,
            attempt.Job.Counters.AllAttempts + 1,
            0,
            attempt.Verdict.Outcome,
            attempt.Verdict.Failure,
            attempt.Settlement.End.Status,
            TimeSpan.Zero,
            attempt.Settlement.Reason
        ));
        parts.Events.Publish(new AttemptsMoved(clock.Now, pass, ended, [], numbers));
        return numbers;

        AttemptVerdict VerdictOn(InFlightAttempt attempt) =>
            attempt.Kept is { } kept ? new AttemptVerdict(kept.Outcome, kept.Failure) : interrupted;
    }
}
