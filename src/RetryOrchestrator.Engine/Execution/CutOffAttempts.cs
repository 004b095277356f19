using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

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

    /// <summary>How many of them had passed their point of no return, and came to nothing that is known.</summary>
    public int CountPastCheckpoint() =>
        run.InFlight.Count(attempt => attempt.Kept is null && SaidBy(attempt) is not null);

    /// <summary>
    /// Records the attempts that were in flight as interrupted, or as what they are known to have
    /// come to, and takes back the claims of those that never began.
    /// </summary>
    /// <param name="pass">The pass that was cut off.</param>
    /// <param name="options">The limits.</param>
    /// <param name="clock">How long the pass has been at work.</param>
    /// <param name="uncertain">What asks about those that had passed their point of no return.</param>
    /// <returns>The numbers after it, and what the guard against poison made of it.</returns>
    public async Task<(RunNumbers Numbers, IReadOnlyList<OrchestratorGuardAct> Acts)> SettleAsync(
        int pass,
        OrchestratorOptions options,
        PassClock clock,
        UncertainJobs uncertain
    )
    {
        var verdicts = await VerdictsAsync(options, uncertain).ConfigureAwait(false);
        var settled = run
            .InFlight.Zip(verdicts)
            .Select(pair => (Attempt: pair.First, Verdict: pair.Second))
            .Select(pair =>
                (
                    pair.Attempt.Job,
                    pair.Verdict,
                    Settlement: Settlement.Of(
                        pair.Attempt.AttemptId,
                        pair.Attempt.Job,
                        pair.Verdict,
                        pass,
                        options,
                        clock.Now
                    )
                )
            )
            .ToList();
        var acts = DeathReport.Of(
            settled.ConvertAll(attempt => (attempt.Job, attempt.Settlement.End)),
            pass,
            clock.Now
        );
        var turn = parts.Store.Exchange(
            new TurnRequest
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                GuardActs = acts,
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
        parts.Events.Publish(new AttemptsMoved(clock.Now, pass, ended, [], turn.Numbers));
        acts.ForEach(act => parts.Events.Publish(new GuardActed(act.At, act)));
        return (turn.Numbers, acts);
    }

    // What is known of each: what was kept of it, that it was cut off, or that it was cut off after
    // its point of no return.
    private async Task<IReadOnlyList<AttemptVerdict>> VerdictsAsync(
        OrchestratorOptions options,
        UncertainJobs uncertain
    )
    {
        var failure = parts.Classifier.Classify(Failure.InterruptedEvidence);
        var interrupted = new AttemptVerdict(AttemptOutcome.Interrupted, failure)
        {
            IsCutOff = true,
        };
        var verdicts = run.InFlight.Select(WithoutAsking).ToList();
        var said = await uncertain
            .AskAsync(
                run.InFlight.Zip(
                        verdicts,
                        (attempt, verdict) =>
                            (
                                uncertain.ToAttempt(attempt),
                                PointOfNoReturn.IsOpen(verdict)
                                    ? verdict.Checkpoint ?? SaidBy(attempt)
                                    : null
                            )
                    )
                    .ToList()
            )
            .ConfigureAwait(false);
        return verdicts
            .Zip(
                said,
                (verdict, checkpoint) =>
                    checkpoint is null ? verdict : PointOfNoReturn.Judge(verdict, checkpoint)
            )
            .ToList();

        AttemptVerdict WithoutAsking(InFlightAttempt attempt) =>
            attempt.Kept is { } kept
                ? new AttemptVerdict(kept.Outcome, kept.Failure, kept.Checkpoint)
            : options.GuardAgainstPoison && PoisonRule.IsGuilty(attempt)
                ? interrupted with
                {
                    Outcome = AttemptOutcome.Failed,
                    Failure = PoisonRule.GuiltOf(attempt.Job.Suspicion),
                }
            : interrupted;
    }

    private Checkpoint? SaidBy(InFlightAttempt attempt) =>
        parts.Checkpoints is { } checkpoints
        && Checkpoints.Read(checkpoints.PathOf(parts.Store.Identity, attempt.AttemptId)) is { } word
            ? new Checkpoint(word)
            : null;
}
