using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Runs a worker's attempts, one after the other, each under its time limit and the run's stop.
/// Turns what the executor returns, and what escapes from it, into a verdict.
/// </summary>
internal sealed class AttemptRunner : IDisposable
{
    private readonly IJobExecutor _executor;
    private readonly IFailureClassifier _classifier;
    private readonly OrchestratorOptions _options;
    private readonly TimeProvider _time;
    private readonly Questions _questions;
    private readonly CancellationToken _runStop;
    private readonly CancellationToken _runKill;

    // Reused from attempt to attempt as long as they were not cancelled: most never are.
    private CancellationTokenSource? _timeLimit;

    public AttemptRunner(
        IJobExecutor executor,
        IFailureClassifier classifier,
        OrchestratorOptions options,
        TimeProvider time,
        StopSignals run,
        Questions? questions = null
    )
    {
        _questions = questions ?? new Questions(null, options, time);
        _executor = executor;
        _classifier = classifier;
        _options = options;
        _time = time;
        _runStop = run.Stop;
        _runKill = run.Kill;
    }

    /// <summary>Whether the run was stopped: nothing begins any more.</summary>
    public bool IsStopped => _runStop.IsCancellationRequested;

    /// <summary>
    /// Gets ready what a worker's attempts reuse, until the run is stopped or the time limit of an
    /// attempt is over; never throws.
    /// </summary>
    public async ValueTask OpenAsync(int worker)
    {
        using var timeLimit = new CancellationTokenSource(_options.JobTimeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(
            _runStop,
            timeLimit.Token
        );
        try
        {
            await _executor.OpenWorkerAsync(worker, enough.Token).ConfigureAwait(false);
        }
        // The attempt will meet it again, and can say so.
        catch (Exception) { }
    }

    /// <summary>Runs one attempt; returns its verdict and never throws.</summary>
    public async ValueTask<AttemptVerdict> RunAsync(Attempt attempt)
    {
        while (!_runStop.IsCancellationRequested)
        {
            var (result, timedOut) = await ExecuteAsync(attempt).ConfigureAwait(false);
            if (result is AttemptResult.Deferred { Again: { } again })
            {
                // On this thread, the worker's own: where the system gives no more of them, nothing may
                // be in need of another.
                _ = WaitHandle.WaitAny([
                    ((IAsyncResult)again).AsyncWaitHandle,
                    _runStop.WaitHandle,
                ]);
                continue;
            }

            var verdict = Judge(result, timedOut) with
            {
                EndedLeftovers = result.EndedLeftovers,
                Device = result.Device,
            };
            if (verdict.Outcome != AttemptOutcome.Success)
            {
                verdict = await _questions
                    .ReviewAsync(attempt, verdict, new StopSignals(_runStop, _runKill))
                    .ConfigureAwait(false);
            }

            attempt.Artifacts.Settle(verdict.Outcome == AttemptOutcome.Success);
            return verdict;
        }

        return new AttemptVerdict(AttemptOutcome.Cancelled);
    }

    public void Dispose() => _timeLimit?.Dispose();

    private async ValueTask<(AttemptResult Result, bool TimedOut)> ExecuteAsync(Attempt attempt)
    {
        var timeLimit = StartTimeLimit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_runStop, timeLimit.Token);
        using var kill = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var atOnce = _runKill.Register(kill.Cancel).ConfigureAwait(false);
        await using var grace = stop
            .Token.Register(() => KillAfterGrace(kill))
            .ConfigureAwait(false);

        AttemptResult result;
        try
        {
            result = await _executor
                .ExecuteAsync(attempt, new StopSignals(stop.Token, kill.Token))
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            result = AttemptResult.Stopped;
        }
        // No exception may escape on a worker: it would end the process that hosts the run.
        catch (Exception exception)
        {
            result = new AttemptResult.Failed(
                new FailureEvidence
                {
                    Message = exception.Message,
                    Exception = exception,
                    LeavesOpen = true,
                }
            );
        }

        return (result, timeLimit.IsCancellationRequested);
    }

    private AttemptVerdict Judge(AttemptResult result, bool timedOut) =>
        result switch
        {
            AttemptResult.Succeeded => new(AttemptOutcome.Success),
            AttemptResult.Deferred deferred => new(
                AttemptOutcome.Deferred,
                new Failure(FailureCategory.Infrastructure, "deferred", deferred.Reason)
            ),
            AttemptResult.Failed failed => new(
                AttemptOutcome.Failed,
                failed.Sorted ?? _classifier.Classify(failed.Evidence)
            ),
            // Only the engine knows why it asked for the stop. Where both reasons came together,
            // the operator's counts: a cancelled attempt costs the job nothing.
            AttemptResult.Cancelled when timedOut && !_runStop.IsCancellationRequested => new(
                AttemptOutcome.Failed,
                TimedOut()
            ),
            AttemptResult.Cancelled when _runStop.IsCancellationRequested => new(
                AttemptOutcome.Cancelled
            ),
            _ => new(
                AttemptOutcome.Failed,
                _classifier.Classify(
                    new FailureEvidence
                    {
                        Message = "The executor gave up without being asked to.",
                        LeavesOpen = true,
                    }
                )
            ),
        };

    private Failure TimedOut() =>
        _classifier.Classify(
            new FailureEvidence
            {
                Message = FormattableString.Invariant(
                    $"The attempt exceeded its time limit of {_options.JobTimeout.TotalSeconds:0.###} s"
                ),
                PresumedCategory = FailureCategory.Infrastructure,
                PresumedType = Failure.TimeoutType,
                LeavesOpen = true,
            }
        );

    private CancellationTokenSource StartTimeLimit()
    {
        if (_timeLimit is null || !_timeLimit.TryReset())
        {
            _timeLimit?.Dispose();
            _timeLimit = new CancellationTokenSource(_options.JobTimeout, _time);
        }
        else
        {
            _timeLimit.CancelAfter(_options.JobTimeout);
        }

        return _timeLimit;
    }

    private void KillAfterGrace(CancellationTokenSource kill)
    {
        try
        {
            kill.CancelAfter(_options.ShutdownTimeout);
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in the same moment.
        }
    }
}
