using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Runs the jobs of one pass: a single coordinator gives claimed jobs to the workers and takes
/// their reports. What ended and what is claimed next go into one commit; only when it is durable
/// do the claimed jobs start and does anybody hear of those that ended.
/// </summary>
/// <remarks>
/// Short attempts are claimed ahead, so that a worker need not wait for a commit between two of
/// them. What waits behind one that turns out to be long, or when the run is stopped, is taken
/// back.
/// </remarks>
internal sealed class PassRunner
{
    private readonly RunParts _parts;
    private readonly OrchestratorOptions _options;
    private readonly RunStop _stop;
    private readonly AttemptIds _ids;
    private readonly string _baseDirectory;
    private readonly long _runId;
    private readonly int _pass;
    private readonly PassClock _clock;

    private readonly PassQueue _queue;
    private readonly ClaimAhead _claimAhead;
    private readonly Mailbox<WorkerReport> _reports = new();
    private readonly Dictionary<long, ClaimedAttempt> _inFlight = [];
    private readonly List<Worker> _workers = [];

    // Attempts whose turn has come since the last event.
    private readonly List<ClaimedAttempt> _begun = [];
    private readonly IBeginMarks? _marks;

    /// <param name="parts">What the run is put together from.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="stop">Its stop.</param>
    /// <param name="ids">Gives out attempt ids.</param>
    /// <param name="baseDirectory">What paths of the list are relative to.</param>
    /// <param name="runId">The run.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="clock">How long the pass has been at work.</param>
    /// <param name="due">The jobs due in it.</param>
    /// <param name="marks">Where workers mark what they begin, or null.</param>
    public PassRunner(
        RunParts parts,
        OrchestratorOptions options,
        RunStop stop,
        AttemptIds ids,
        string baseDirectory,
        long runId,
        int pass,
        PassClock clock,
        IReadOnlyList<DueJob> due,
        IBeginMarks? marks
    )
    {
        _parts = parts;
        _options = options;
        _stop = stop;
        _ids = ids;
        _baseDirectory = baseDirectory;
        _runId = runId;
        _pass = pass;
        _clock = clock;
        _queue = new PassQueue(due);
        _marks = marks;
        var mayClaimAhead = marks is not null || parts.Executor.IsSimulated;
        _claimAhead = new ClaimAhead(mayClaimAhead ? parts.Executor.ClaimAhead : 1);
        var workers = Math.Min(options.Workers, parts.Executor.MaxConcurrency ?? int.MaxValue);
        for (var number = 1; number <= workers; number++)
        {
            var runner = new AttemptRunner(
                parts.Executor,
                parts.Classifier,
                options,
                parts.Time,
                stop.Signals
            );
            _workers.Add(new Worker(number, runner, _reports, marks, parts.Time));
        }
    }

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
                var (settled, withdrawn) = Settle(ended);
                withdrawn.AddRange(TakeBack());
                withdrawn.ForEach(PutBack);
                var claimed = _stop.IsRequested ? [] : Claim();
                if (settled.Count + withdrawn.Count + claimed.Count > 0)
                {
                    numbers = Commit(settled, withdrawn, claimed);
                    claimed.ForEach(Dispatch);
                    Publish(settled, numbers);
                }

                if (_inFlight.Count == 0)
                {
                    return numbers;
                }

                ended = NextReports();
            }
        }
        catch
        {
            // The state cannot be written any more: nothing may go on at work behind its back.
            _stop.Request();
            throw;
        }
        finally
        {
            EndWorkers();
        }
    }

    private List<WorkerReport> NextReports()
    {
        while (true)
        {
            var reports = _reports.TakeBatch();
            _stop.Poll(_parts.Store);
            if (reports.Count > 0 || _stop.IsRequested || _workers.Exists(IsHoldingUp))
            {
                return reports;
            }
        }
    }

    private static bool IsHoldingUp(Worker worker) =>
        worker.Held.Count > 1 && worker.Held.AtWorkFor > ClaimAhead.Patience;

    /// <summary>Takes back what has not begun and should not wait where it is.</summary>
    private List<ClaimedAttempt> TakeBack()
    {
        return _workers
            .Where(worker => _stop.IsRequested || IsHoldingUp(worker))
            .SelectMany(worker => worker.TakeBack())
            .ToList();
    }

    private void PutBack(ClaimedAttempt withdrawn)
    {
        _inFlight.Remove(withdrawn.Id);
        _queue.PutBack(withdrawn.Place);
    }

    private (List<SettledAttempt> Settled, List<ClaimedAttempt> Withdrawn) Settle(
        List<WorkerReport> ended
    )
    {
        var settled = new List<SettledAttempt>(ended.Count);
        var withdrawn = new List<ClaimedAttempt>();
        foreach (var report in ended)
        {
            if (report.Fault is { } fault)
            {
                throw fault;
            }

            var claimed = _inFlight[report.AttemptId];
            // What was shown as begun is not taken back: it was cancelled.
            var isTakenBack = !report.Began && _begun.Remove(claimed);
            if (claimed.Worker.Held.RemoveFirst() is { } next)
            {
                _begun.Add(next);
            }

            if (isTakenBack)
            {
                withdrawn.Add(claimed);
            }
            else
            {
                settled.Add(Settle(report));
            }
        }

        return (settled, withdrawn);
    }

    private SettledAttempt Settle(WorkerReport report)
    {
        _inFlight.Remove(report.AttemptId, out var claimed);
        _claimAhead.Learn(report.Duration);
        var settlement = Settlement.Of(
            report.AttemptId,
            claimed!.Job,
            report.Verdict,
            _pass,
            _options,
            _clock.Now
        );
        if (settlement.Stop is { } stop)
        {
            _queue.Stop(stop.Account);
        }

        _queue.Release(claimed.Job.Job.Account);
        return new SettledAttempt(claimed, settlement, report.Duration);
    }

    private List<ClaimedAttempt> Claim()
    {
        var keys = new List<long>();
        var taken = new List<(int Place, Worker Worker)>();
        var size = _claimAhead.Size;
        // Round by round, so that with few jobs left every worker gets one before any gets two.
        for (var round = 1; round <= size; round++)
        {
            foreach (var worker in _workers)
            {
                if (round > Room(worker, size))
                {
                    continue;
                }

                if (!_queue.TryTake(out var due, out var place))
                {
                    return LoadClaimed();
                }

                keys.Add(due.Key);
                taken.Add((place, worker));
            }
        }

        return LoadClaimed();

        List<ClaimedAttempt> LoadClaimed() =>
            keys.Count == 0
                ? []
                : _parts
                    .Store.Load(keys)
                    .Select(
                        (job, index) =>
                            new ClaimedAttempt(
                                _ids.Next(),
                                job,
                                taken[index].Place,
                                taken[index].Worker,
                                _clock.Now
                            )
                    )
                    .ToList();
    }

    private static int Room(Worker worker, int size)
    {
        var held = worker.Held;
        return held.AtWorkFor > ClaimAhead.Patience ? 0
            // Refilled only when half empty: fewer and larger commits.
            : held.Count <= size / 2 ? size - held.Count
            : 0;
    }

    private RunNumbers Commit(
        List<SettledAttempt> settled,
        List<ClaimedAttempt> withdrawn,
        List<ClaimedAttempt> claimed
    ) =>
        _parts.Store.Commit(
            new RunCommit
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                Withdrawn = withdrawn.ConvertAll(attempt => attempt.Withdrawal),
                AccountStops = settled
                    .Select(attempt => attempt.Settlement.Stop)
                    .OfType<AccountStop>()
                    .ToList(),
                Started = claimed.ConvertAll(attempt => attempt.Start),
                At = _clock.Now,
                PassDuration = _clock.Worked,
            }
        );

    private void Publish(List<SettledAttempt> settled, RunNumbers numbers)
    {
        foreach (var begun in _begun)
        {
            _marks?.MarkShown(begun.Worker.Number, begun.Id);
        }

        var published = _parts.Events.PublishAsync(
            new AttemptsMoved(
                _clock.Now,
                _pass,
                settled.ConvertAll(attempt => attempt.Describe()),
                _begun.ConvertAll(attempt => attempt.Describe()),
                numbers
            )
        );
        _begun.Clear();
        // Who shows the events is slower than the jobs: this is where the run waits for it.
        published.AsTask().GetAwaiter().GetResult();
    }

    private void Dispatch(ClaimedAttempt claimed)
    {
        _inFlight.Add(claimed.Id, claimed);
        var attempt = claimed.ToAttempt(
            _runId,
            _pass,
            _baseDirectory,
            _parts.ArtifactRoot,
            _parts.Store.Identity
        );
        if (claimed.Worker.Give(claimed, attempt))
        {
            _begun.Add(claimed);
        }
    }

    private void EndWorkers()
    {
        foreach (var worker in _workers)
        {
            // After a fault it is not to begin what it has: the next start finds that unmarked.
            worker.TakeBack();
            worker.Close();
        }

        Task.WaitAll([.. _workers.Select(worker => worker.Completion)]);
    }
}
