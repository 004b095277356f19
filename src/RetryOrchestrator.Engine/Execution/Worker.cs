using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What workers tell the coordinator of a pass: an attempt that ended.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Duration">How long it took.</param>
internal readonly record struct WorkerReport(
    int Worker,
    long AttemptId,
    AttemptVerdict Verdict,
    TimeSpan Duration
);

/// <summary>
/// One of N: takes claimed attempts from its mailbox, runs them, reports each. It sees neither
/// the store nor the operator's screen.
/// </summary>
/// <remarks>
/// It has a thread of its own, which sleeps while it has nothing to do: an executor may block, and
/// to be sent through the thread pool would cost a short attempt more than its own work.
/// </remarks>
internal sealed class Worker
{
    private readonly AttemptRunner _runner;
    private readonly Mailbox<WorkerReport> _reports;
    private readonly TimeProvider _time;
    private readonly Mailbox<Attempt> _mailbox = new();

    public Worker(
        int number,
        AttemptRunner runner,
        Mailbox<WorkerReport> reports,
        TimeProvider time
    )
    {
        Number = number;
        _runner = runner;
        _reports = reports;
        _time = time;
        Completion = Task.Factory.StartNew(
            Work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>Attempts given to it that it has not reported yet; kept by the coordinator.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Ends when the mailbox was closed and is empty.</summary>
    public Task Completion { get; }

    /// <summary>Gives it an attempt whose claim is durable.</summary>
    public void Give(Attempt attempt)
    {
        Outstanding++;
        // The mailbox holds at most the executor's ClaimAhead: the coordinator sees to that.
        _mailbox.Post(attempt);
    }

    /// <summary>Notes that one of its attempts was reported.</summary>
    public void Reported() => Outstanding--;

    /// <summary>Lets it end after what it has.</summary>
    public void Close() => _mailbox.Close();

    private void Work()
    {
        using (_runner)
        {
            foreach (var attempt in _mailbox.TakeAll())
            {
                var began = _time.GetTimestamp();
                var verdict = Wait(_runner.RunAsync(attempt));
                _reports.Post(
                    new WorkerReport(Number, attempt.Id, verdict, _time.GetElapsedTime(began))
                );
            }
        }
    }

    private static AttemptVerdict Wait(ValueTask<AttemptVerdict> running)
    {
        if (running.IsCompleted)
        {
            return running.Result;
        }

        // Not the task's own Wait, which spins.
        var task = running.AsTask();
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        return task.Result;
    }
}
