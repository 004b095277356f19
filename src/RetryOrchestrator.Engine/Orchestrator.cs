using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine;

/// <summary>
/// One run, from taking in the list to its last pass. Every fact is stored before it is published
/// as an event.
/// </summary>
public sealed class Orchestrator
{
    // Whoever is still busy with the last summary then (a slow terminal) does not hold up the run.
    private static readonly TimeSpan MostToBeSeen = TimeSpan.FromSeconds(1);

    private RunParts _parts;
    private readonly OrchestratorOptions _options;

    /// <param name="parts">What the run is put together from.</param>
    /// <param name="options">Its limits.</param>
    public Orchestrator(RunParts parts, OrchestratorOptions options)
    {
        _parts = parts;
        _options = options;
    }

    /// <summary>Runs or resumes, until nothing is due, the passes are used up, or it is stopped.</summary>
    /// <param name="jobs">The list.</param>
    /// <param name="settings">The effective settings, kept for status.</param>
    /// <param name="stop">The operator's stop: no new claims, attempts in flight are asked to end.</param>
    /// <param name="kill">
    /// After a stop: attempts in flight are ended by force now, not ShutdownTimeoutSeconds later.
    /// </param>
    /// <returns>How the run was left. A stop is no exception.</returns>
    /// <exception cref="LiveRunException">Another run is live on this state.</exception>
    /// <exception cref="IntakeException">The list has faults; nothing was changed.</exception>
    /// <exception cref="StateException">The state cannot be written; what was durable stays.</exception>
    public async Task<RunEnd> RunAsync(
        IJobSource jobs,
        IReadOnlyList<EffectiveSetting> settings,
        CancellationToken stop,
        CancellationToken kill = default
    )
    {
        using var runStop = new RunStop(_parts.Time, new StopSignals(stop, kill));
        var unrecorded = new UnrecordedOutcomes(_parts.KeptOutcomes, _parts.Store.Identity);
        _parts = _parts with
        {
            Store = new PatientStore(_parts.Store, _parts.Time, _parts.Events, runStop, unrecorded),
            Unrecorded = unrecorded,
        };
        var store = _parts.Store;
        // Before anything is joined, which writes: what is refused is to stay as it is, to the byte.
        RunOpening.RefuseMixture(store, _parts.Executor.IsSimulated);
        var membership = store.Join(new Member(_parts.Processes.Current, Now));
        var (run, intake) = RunOpening.Open(
            store,
            jobs,
            _options.ToTerms(_parts.Executor.IsSimulated, settings),
            Now,
            _parts.BeginMarks?.Read(),
            _parts.Processes.BootId,
            _parts.KeptOutcomes
        );
        // Before anything is attempted again, whatever a dead run left at work is ended.
        var cutOff = new CutOffAttempts(_parts, run);
        var leftovers = cutOff.EndLeftovers();
        var numbers = store.CountJobs();
        Publish(
            new RunOpened(Now, run, intake, numbers, leftovers.Ended)
            {
                CutOffPastCheckpoint = cutOff.CountPastCheckpoint(),
            }
        );
        foreach (var spared in leftovers.Spared)
        {
            Publish(new WarningRaised(Now, RunOpenedText.Spared(spared)));
        }

        var uncertain = new UncertainJobs(_parts, _options, runStop, run.RunId, jobs.BaseDirectory);
        uncertain.Prepare(run);
        await uncertain.AskAsync(run.NextPass).ConfigureAwait(false);
        numbers = store.CountJobs();
        if (RunOpenedText.FewerPasses(run, numbers, _options.MaxPasses) is { } fewer)
        {
            Publish(new WarningRaised(Now, fewer));
        }

        return await RunPassesAsync(
                membership,
                run,
                numbers,
                jobs.BaseDirectory,
                runStop,
                uncertain
            )
            .ConfigureAwait(false);
    }

    private async Task<RunEnd> RunPassesAsync(
        Membership membership,
        OpenedRun run,
        JobTally jobs,
        string baseDirectory,
        RunStop stop,
        UncertainJobs uncertain
    )
    {
        var store = _parts.Store;
        var guards = new RunGuards(_options.GuardSlots, _options.OutageHold, run.Held);
        var end = new RunEnd(run.RunId, null, false, run.NextPass, 0, jobs);
        var turn = EnterUnlessStopped(stop);
        while (true)
        {
            switch (turn)
            {
                case PassTurn.Work { Pass: var pass }:
                    (turn, end) = await RunPassAsync(
                            membership,
                            run,
                            pass,
                            baseDirectory,
                            stop,
                            uncertain,
                            guards
                        )
                        .ConfigureAwait(false);
                    break;

                case PassTurn.Wait wait:
                    await WaitAsync(wait, stop).ConfigureAwait(false);
                    if (end.Passes > 0)
                    {
                        await uncertain.AskAsync(wait.Pass).ConfigureAwait(false);
                    }

                    turn = EnterUnlessStopped(stop);
                    break;

                case null:
                    store.Leave(Now);
                    end = end with { Stopped = true };
                    turn = new PassTurn.Over();
                    break;

                default:
                    if (end is { Passes: 0, Stopped: false })
                    {
                        _parts.Mirror.TryWrite(null);
                    }

                    // What a dead run left is for the next start, unless it was settled in a pass.
                    if (end.Passes > 0 || !end.Stopped)
                    {
                        _parts.BeginMarks?.Clear();
                        _parts.Checkpoints?.Close();
                    }

                    return end;
            }
        }
    }

    // Null: the operator stopped the run, and no pass is begun any more.
    private PassTurn? EnterUnlessStopped(RunStop stop) =>
        stop.IsRequested ? null : _parts.Store.Enter(Now);

    private async Task<(PassTurn Next, RunEnd End)> RunPassAsync(
        Membership membership,
        OpenedRun run,
        OpenedPass opened,
        string baseDirectory,
        RunStop stop,
        UncertainJobs uncertain,
        RunGuards guards
    )
    {
        var store = _parts.Store;
        var pass = opened.Number;
        var clock = new PassClock(_parts.Time, opened.Worked);
        var numbers = opened.Numbers;
        var cutOff = new CutOffAttempts(_parts, run);
        IReadOnlyList<OrchestratorGuardAct> acts = [];
        if (pass == run.NextPass && cutOff.Any)
        {
            (numbers, acts) = await cutOff
                .SettleAsync(pass, _options, clock, uncertain)
                .ConfigureAwait(false);
        }

        // Only now may the marks of the run that was cut off go.
        var marks = OpenMarks(membership) ? _parts.BeginMarks : null;

        var due = store.LineUp();
        var resumed =
            run.Resumed
            && pass == run.NextPass
            && (numbers.Pass != new PassTally() || opened.Worked > TimeSpan.Zero);
        Publish(new PassStarted(Now, pass, opened.MaxPasses, due.Total, resumed));
        await _parts.Executor.BeginPassAsync(pass, stop.Token).ConfigureAwait(false);
        var context = new PassContext
        {
            RunId = run.RunId,
            Pass = pass,
            Parts = _parts,
            Options = _options,
            Stop = stop,
            Clock = clock,
            BaseDirectory = baseDirectory,
            Marks = marks,
        };
        var runner = new PassRunner(context, due, guards);
        numbers = await runner.RunAsync(numbers).ConfigureAwait(false);

        // Once: the state may be locked, and what is asked again is to come to the same.
        var (stopped, halt) = (stop.IsRequested, runner.Halt);
        var (summary, next) = store.TryClose(
            pass,
            closing =>
                PassSummary.Of(
                    new PassId(run.RunId, pass, opened.MaxPasses),
                    opened,
                    clock,
                    closing,
                    stopped,
                    halt,
                    _options.FailOnFlaky
                ) with
                {
                    Guards = GuardText.Summarize([.. acts, .. runner.GuardActs]),
                }
        );
        DateTimeOffset? nextPassAt = next is PassTurn.Wait wait ? Now + wait.Left : null;
        var mirrorProblem = _parts.Mirror.TryWrite(nextPassAt);
        Publish(new PassEnded(Now, summary));
        if (mirrorProblem is not null)
        {
            Publish(new WarningRaised(Now, mirrorProblem));
        }

        if (next is PassTurn.Wait)
        {
            _parts.Checkpoints?.Clear();
            await LetBeSeenAsync(stop).ConfigureAwait(false);
        }

        return (
            next,
            new RunEnd(
                run.RunId,
                summary.Result,
                summary.Result == PassResult.Cancelled,
                run.NextPass,
                pass - run.NextPass + 1,
                numbers.Jobs
            )
            {
                Halt = stopped || numbers.Jobs.Due == 0 ? null : halt,
                SucceededOnRetry = summary.RunSucceededOnRetry,
                RetryTime = summary.RunRetryTime,
            }
        );
    }

    private bool OpenMarks(Membership membership) =>
        _parts.Executor is { ClaimAhead: > 1, IsSimulated: false }
        && _parts.Processes.BootId is { } bootId
        && _parts.BeginMarks?.TryOpen(
            _parts.Store.Identity,
            membership.Id,
            bootId,
            _options.Workers
        ) == true;

    // Who wants no further pass (Select-Object -First 1) says so when he is handed the summary.
    private async Task LetBeSeenAsync(RunStop stop) =>
        await _parts
            .Events.Shown.WaitAsync(MostToBeSeen, _parts.Time, stop.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task WaitAsync(PassTurn.Wait wait, RunStop stop) =>
        RetryWait.RunAsync(_parts.Time, _parts.Events, _parts.Store, stop, wait.Left, wait.Pass);

    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    private void Publish(RunEvent runEvent) => _parts.Events.Publish(runEvent);
}
