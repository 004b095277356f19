using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Runs the jobs of one pass: a single coordinator gives claimed jobs to the workers and takes
/// their reports. What ended and what is claimed next go into one commit; only when it is durable
/// do the claimed jobs start and does anybody hear of those that ended.
/// </summary>
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

    public PassRunner(
        RunParts parts,
        OrchestratorOptions options,
        RunStop stop,
        AttemptIds ids,
        string baseDirectory,
        long runId,
        int pass,
        PassClock clock,
        IReadOnlyList<DueJob> due
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
        _claimAhead = new ClaimAhead(parts.Executor.ClaimAhead);
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
            _workers.Add(new Worker(number, runner, _reports, parts.Time));
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
                var settled = ended.Select(Settle).ToList();
                var claimed = _stop.IsRequested ? [] : Claim();
                if (settled.Count + claimed.Count > 0)
                {
                    numbers = Commit(settled, claimed);
                    claimed.ForEach(Dispatch);
                    Publish(settled, claimed, numbers);
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
            if (reports.Count > 0 || _stop.IsRequested)
            {
                return reports;
            }
        }
    }

    private SettledAttempt Settle(WorkerReport report)
    {
        _inFlight.Remove(report.AttemptId, out var claimed);
        _workers[report.Worker - 1].Reported();
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
        var workers = new List<Worker>();
        var size = _claimAhead.Size;
        // Round by round, so that with few jobs left every worker gets one before any gets two.
        for (var round = 1; round <= size; round++)
        {
            foreach (var worker in _workers)
            {
                // Refilled only when half empty: fewer and larger commits.
                var room = worker.Outstanding <= size / 2 ? size - worker.Outstanding : 0;
                if (round > room)
                {
                    continue;
                }

                if (!_queue.TryTake(out var due))
                {
                    return LoadClaimed();
                }

                keys.Add(due.Key);
                workers.Add(worker);
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
                            new ClaimedAttempt(_ids.Next(), job, workers[index], _clock.Now)
                    )
                    .ToList();
    }

    private RunNumbers Commit(List<SettledAttempt> settled, List<ClaimedAttempt> claimed) =>
        _parts.Store.Commit(
            new RunCommit
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                AccountStops = settled
                    .Select(attempt => attempt.Settlement.Stop)
                    .OfType<AccountStop>()
                    .ToList(),
                Started = claimed.ConvertAll(attempt => attempt.Start),
                At = _clock.Now,
                PassDuration = _clock.Worked,
            }
        );

    private void Publish(
        List<SettledAttempt> settled,
        List<ClaimedAttempt> claimed,
        RunNumbers numbers
    )
    {
        var published = _parts.Events.PublishAsync(
            new AttemptsMoved(
                _clock.Now,
                _pass,
                settled.ConvertAll(attempt => attempt.Describe()),
                claimed.ConvertAll(attempt => attempt.Describe()),
                numbers
            )
        );
        // Who shows the events is slower than the jobs: this is where the run waits for it.
        published.AsTask().GetAwaiter().GetResult();
    }

    private void Dispatch(ClaimedAttempt claimed)
    {
        _inFlight.Add(claimed.Id, claimed);
        claimed.Worker.Give(
            claimed.ToAttempt(
                _runId,
                _pass,
                _baseDirectory,
                _parts.ArtifactRoot,
                _parts.Store.Identity
            )
        );
    }

    private void EndWorkers()
    {
        _workers.ForEach(worker => worker.Close());
        Task.WaitAll([.. _workers.Select(worker => worker.Completion)]);
    }
}
