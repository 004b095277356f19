using System.Threading.Channels;
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
    private readonly Channel<WorkerReport> _reports;
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
        // Room for a report of every attempt that can be out, and for signals besides.
        _reports = Channel.CreateBounded<WorkerReport>(workers * parts.Executor.ClaimAhead + 16);
        for (var number = 1; number <= workers; number++)
        {
            var runner = new AttemptRunner(
                parts.Executor,
                parts.Classifier,
                options,
                parts.Time,
                stop.Token
            );
            _workers.Add(new Worker(number, runner, _reports.Writer, parts.Time));
        }
    }

    /// <summary>Runs until every job of the pass has had its attempt, or the run is stopped.</summary>
    /// <param name="numbers">Where things stand at the start.</param>
    /// <returns>Where they stand at the end.</returns>
    public async Task<RunNumbers> RunAsync(RunNumbers numbers)
    {
        using var wakeOnStop = _stop.Token.Register(WakeUp);
        using var heartbeat = _parts.Time.CreateTimer(
            _ => WakeUp(),
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
                    numbers = await CommitAsync(settled, claimed).ConfigureAwait(false);
                    claimed.ForEach(Dispatch);
                }

                if (_inFlight.Count == 0)
                {
                    return numbers;
                }

                ended = await NextReportsAsync().ConfigureAwait(false);
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
            await EndWorkersAsync().ConfigureAwait(false);
        }
    }

    private async Task<List<WorkerReport>> NextReportsAsync()
    {
        var reports = new List<WorkerReport>();
        do
        {
            await _reports.Reader.WaitToReadAsync().ConfigureAwait(false);
            while (_reports.Reader.TryRead(out var report))
            {
                if (report.Worker > 0)
                {
                    reports.Add(report);
                }
            }

            _stop.Poll(_parts.Store);
        } while (reports.Count == 0 && !_stop.IsRequested);

        return reports;
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

    private async Task<RunNumbers> CommitAsync(
        List<SettledAttempt> settled,
        List<ClaimedAttempt> claimed
    )
    {
        var now = _clock.Now;
        var numbers = _parts.Store.Commit(
            new RunCommit
            {
                Ended = settled.ConvertAll(attempt => attempt.Settlement.End),
                AccountStops = settled
                    .Select(attempt => attempt.Settlement.Stop)
                    .OfType<AccountStop>()
                    .ToList(),
                Started = claimed.ConvertAll(attempt => attempt.Start),
                At = now,
                PassDuration = _clock.Worked,
            }
        );
        await _parts
            .Events.PublishAsync(
                new AttemptsMoved(
                    now,
                    _pass,
                    settled.ConvertAll(attempt => attempt.Describe()),
                    claimed.ConvertAll(attempt => attempt.Describe()),
                    numbers
                )
            )
            .ConfigureAwait(false);
        return numbers;
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

    private void WakeUp() => _reports.Writer.TryWrite(WorkerReport.WakeUp);

    private async Task EndWorkersAsync()
    {
        _workers.ForEach(worker => worker.Close());
        var ended = Task.WhenAll(_workers.Select(worker => worker.Completion));
        // After a fault reports are still coming and must not block the workers that write them.
        while (!ended.IsCompleted)
        {
            while (_reports.Reader.TryRead(out _)) { }
            await Task.WhenAny(ended, _reports.Reader.WaitToReadAsync().AsTask())
                .ConfigureAwait(false);
        }

        await ended.ConfigureAwait(false);
    }
}
