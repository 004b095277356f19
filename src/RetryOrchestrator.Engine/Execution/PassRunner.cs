using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Runs the jobs of one pass: a single coordinator gives claimed jobs to the workers and takes
/// their reports. What ended and what is claimed next go into one commit; only when it is durable
/// do the claimed jobs start and does anybody hear of those that ended.
/// </summary>
internal sealed class PassRunner
{
    private readonly PassContext _context;
    private readonly RunParts _parts;
    private readonly RunStop _stop;

    private readonly PassGuards _guards;
    private readonly PassClaims _claims;
    private readonly Mailbox<WorkerReport> _reports = new();
    private readonly List<Worker> _workers = [];
    private readonly PassEnds _ends;
    private readonly PassRecord _record;
    private readonly PassLeftovers _leftovers;
    private readonly string _sitting;
    private bool _stopTold;

    // Reports taken whose outcomes are not durable yet.
    private List<WorkerReport> _unrecorded = [];

    /// <param name="context">The pass.</param>
    /// <param name="due">The jobs due in it.</param>
    /// <param name="guards">The guards of the run.</param>
    public PassRunner(PassContext context, DueJobs due, RunGuards guards)
    {
        _context = context;
        _parts = context.Parts;
        _stop = context.Stop;
        var (parts, options, marks) = (_parts, context.Options, context.Marks);
        _sitting = AttemptToken.OfSitting(parts.Store.Identity, parts.Processes.Current);
        parts.Unrecorded.Follow(() => _unrecorded.Concat(_reports.Peek()));
        var workers = Math.Min(options.Workers, parts.Executor.MaxConcurrency ?? int.MaxValue);
        for (var number = 1; number <= workers; number++)
        {
            var runner = new AttemptRunner(
                parts.Executor,
                parts.Classifier,
                options,
                parts.Time,
                _stop.Signals,
                new Questions(parts.Verifier, options, parts.Time)
            );
            _workers.Add(
                new Worker(number, runner, _reports, marks, parts.Time, guards.WatchesSlots)
            );
        }

        var mayClaimAhead = marks is not null || parts.Executor.IsSimulated;
        guards.BeginPass(due.Total, workers, parts.Executor.MaxConcurrency);
        _guards = new PassGuards(guards, context);
        _claims = new PassClaims(
            due,
            new ClaimAhead(mayClaimAhead ? parts.Executor.ClaimAhead : 1),
            _workers,
            new WorkerRamp(workers, parts.Executor.OpeningCost),
            new ProcessorLoad(parts.Time),
            _guards
        );
        _leftovers = new PassLeftovers(context, _claims);
        _ends = new PassEnds(context, _claims, _guards, due.Total);
        _record = new PassRecord(context, _claims, _guards);
    }

    /// <summary>Why the run stopped itself in this pass; null when it did not.</summary>
    public RunHalt? Halt => _ends.Halt;

    /// <summary>What guards did in the pass, in this sitting.</summary>
    public IReadOnlyList<OrchestratorGuardAct> GuardActs => _record.GuardActs;

    /// <summary>Runs until every job of the pass has had its attempt, or the run is stopped.</summary>
    /// <param name="numbers">Where things stand at the start.</param>
    /// <returns>Where they stand at the end.</returns>
    /// <remarks>On a thread of its own, which sleeps while the workers are busy.</remarks>
    public Task<RunNumbers> RunAsync(RunNumbers numbers) =>
        Task.Factory.StartNew(
            () => Run(numbers),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private RunNumbers Run(RunNumbers numbers)
    {
        using var wakeOnStop = _stop.Token.Register(_reports.Wake);
        using var heartbeat = _parts.Time.CreateTimer(
            _ => _reports.Wake(),
            null,
            RunStop.PollInterval,
            RunStop.PollInterval
        );
        var ended = new List<WorkerReport>();
        try
        {
            while (true)
            {
                var (settled, withdrawn) = _ends.Settle(ended);
                _guards.Tick();
                _guards.OrderDevices(_parts.Executor);
                withdrawn.AddRange(Halt is null ? _claims.TakeBack() : _claims.TakeBackAll());
                var room = _stop.IsRequested || Halt is not null ? Room.None : _claims.FindRoom();
                var left = _leftovers.Of(ended, passIsOver: false);
                var anyMoved =
                    settled.Count + withdrawn.Count + left.Count > 0
                    || _guards.HaveActed
                    || _guards.HoldGrew;
                if (anyMoved || _claims.MayFill(room))
                {
                    var turn = _record.Exchange(settled, withdrawn, room, left);
                    numbers = turn.Numbers;
                    _unrecorded = [];
                    _parts.Unrecorded.OnRecorded();
                    var claimed = _claims.Take(turn);
                    if (anyMoved || claimed.Count > 0)
                    {
                        claimed.ForEach(Give);
                        _workers.ForEach(worker => worker.Start());
                        _record.Publish(settled, numbers, onlyEnded: _stop.IsRequested);
                        _leftovers.Tell(left);
                    }
                }

                if (TakeAgain())
                {
                    ended = [];
                    continue;
                }

                if (!_claims.AreOpen && (_stop.IsRequested || Halt is not null || !MayGoOn))
                {
                    return Finish(numbers);
                }

                TellStop();
                ended = NextReports();
            }
        }
        catch (StateException fault)
        {
            // The state cannot be written any more: nothing may go on at work behind its back.
            _stop.Request();
            EndWorkers();
            throw _parts.Unrecorded.KeepAfter(fault);
        }
        catch
        {
            _stop.Request();
            throw;
        }
        finally
        {
            EndWorkers();
        }
    }

    // It may take as long as attempts are given, and that is no time to be silent.
    private void TellStop()
    {
        if (_stop.IsRequested && !_stopTold)
        {
            _stopTold = true;
            _parts.Events.Publish(
                new StopBegan(
                    _context.Clock.Now,
                    _claims.WorkersBusy,
                    _context.Options.ShutdownTimeout
                )
            );
        }
    }

    // Jobs are left, and a guard keeps them from being claimed for now.
    private bool MayGoOn => _claims.AnyLeft && _guards.MakeWait;

    // What is given back is claimed only when that is durable.
    private bool TakeAgain()
    {
        if (!_guards.HaveActed)
        {
            return false;
        }

        var any = _guards.Returned.Count > 0;
        _guards.Clear();
        return any;
    }

    private List<WorkerReport> NextReports()
    {
        while (true)
        {
            var reports = _reports.TakeBatch();
            _unrecorded = reports;
            _stop.Poll(_parts.Store);
            if (
                reports.Count > 0
                || _stop.IsRequested
                || _claims.AreHeldUp
                || (_guards.AreDue && _claims.AnyLeft)
                || _guards.HoldGrew
            )
            {
                return reports;
            }
        }
    }

    // What is known only now: what the last attempts left, and how long the run has held.
    private RunNumbers Finish(RunNumbers numbers)
    {
        var left = _leftovers.Of([], passIsOver: true);
        if (left.Count > 0 || _guards.IsHolding)
        {
            numbers = _record.Exchange([], [], Room.None, left).Numbers;
            _leftovers.Tell(left);
        }

        return numbers;
    }

    private void Give(ClaimedAttempt claimed) =>
        _claims.Give(
            claimed,
            claimed.ToAttempt(
                _context.RunId,
                _context.Pass,
                _context.BaseDirectory,
                _parts.Artifacts,
                _parts.Store.Identity,
                _sitting,
                _parts.Checkpoints
            )
        );

    private void EndWorkers()
    {
        _workers.ForEach(worker => worker.Close());
        Task.WaitAll([.. _workers.Select(worker => worker.Completion)]);
    }
}
