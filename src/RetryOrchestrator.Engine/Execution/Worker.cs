using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What workers tell the coordinator of a pass: an attempt that ended.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Began">False when the run was stopped before its turn came, or the worker gives it back.</param>
/// <param name="Fault">Why it could not even begin, which ends the run; else null.</param>
internal readonly record struct WorkerReport(
    int Worker,
    long AttemptId,
    AttemptVerdict Verdict,
    TimeSpan Duration,
    bool Began = true,
    StateException? Fault = null
)
{
    /// <summary>The job.</summary>
    public string JobId { get; init; } = "";

    /// <summary>Which attempt of the job, from 1.</summary>
    public int Number { get; init; }
}

/// <summary>An attempt as a worker is given it.</summary>
/// <param name="Attempt">The attempt; its claim is durable.</param>
/// <param name="Known">How many of the worker's reports were known when it was given.</param>
internal readonly record struct WorkOrder(Attempt Attempt, long Known);

/// <summary>
/// One of N: takes claimed attempts from its mailbox, runs them, reports each. It sees neither
/// the store nor the operator's screen.
/// </summary>
/// <remarks>
/// It has a thread of its own from its first attempt on, which sleeps while it has nothing to do: an
/// executor may block, and to be sent through the thread pool would cost a short attempt more than
/// its own work.
/// </remarks>
internal sealed class Worker
{
    private readonly AttemptRunner _runner;
    private readonly Mailbox<WorkerReport> _reports;
    private readonly IBeginMarks? _marks;
    private readonly TimeProvider _time;
    private readonly Mailbox<WorkOrder> _mailbox = new();
    private readonly bool _isWatched;

    // Given, and not yet in the mailbox.
    private readonly List<WorkOrder> _given = [];

    // Its reports: of the worker's own thread.
    private long _reported;
    private FailureRow _failures;

    // When it was ready for its first attempt; 0 until then.
    private long _openedAt;
    private bool _hasThread;

    /// <param name="number">From 1.</param>
    /// <param name="runner">What runs its attempts.</param>
    /// <param name="reports">Where it reports.</param>
    /// <param name="marks">Where it marks that an attempt begins; null when nothing is claimed ahead.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isWatched">
    /// Whether it gives back what it was given before its last failures were known, once they are
    /// several in a row (<see cref="FailureRow"/>).
    /// </param>
    public Worker(
        int number,
        AttemptRunner runner,
        Mailbox<WorkerReport> reports,
        IBeginMarks? marks,
        TimeProvider time,
        bool isWatched = false
    )
    {
        Number = number;
        Slot = Slot.OfWorker(number);
        _isWatched = isWatched;
        _runner = runner;
        _reports = reports;
        _marks = marks;
        _time = time;
        Held = new HeldAttempts(time);
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>The same, as guards call it.</summary>
    public Slot Slot { get; }

    /// <summary>Attempts given to it that it has not reported yet; kept by the coordinator.</summary>
    public HeldAttempts Held { get; }

    /// <summary>
    /// How long the first of those it holds has been at work, as far as is known; zero when there
    /// is none, and while the worker gets ready.
    /// </summary>
    public TimeSpan AtWorkFor
    {
        get
        {
            var openedAt = Volatile.Read(ref _openedAt);
            if (openedAt == 0)
            {
                return TimeSpan.Zero;
            }

            var sinceOpened = _time.GetElapsedTime(openedAt);
            return Held.AtWorkFor < sinceOpened ? Held.AtWorkFor : sinceOpened;
        }
    }

    /// <summary>
    /// Ends when the mailbox was closed and is empty; has ended when it was never given anything.
    /// </summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Gives it an attempt whose claim is durable, to be begun from <see cref="Start"/> on.</summary>
    /// <returns>True when it is the next to begin, false when others are before it.</returns>
    /// <remarks>Not thread-safe: only the coordinator gives.</remarks>
    public bool Give(ClaimedAttempt claimed, Attempt attempt)
    {
        if (!_hasThread)
        {
            _hasThread = true;
            Completion = Task.Factory.StartNew(
                Work,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }

        // The mailbox holds at most the executor's ClaimAhead: the coordinator sees to that.
        _given.Add(new WorkOrder(attempt, Held.Ended));
        claimed.Known = Held.Ended;
        return Held.Add(claimed);
    }

    /// <summary>
    /// Lets it have what it was given, all at once: to be woken for each would cost more than short
    /// attempts do.
    /// </summary>
    public void Start()
    {
        if (_given.Count > 0)
        {
            _mailbox.Post(_given);
            _given.Clear();
        }
    }

    /// <summary>Takes back what waits behind its first attempt, unless it has begun that by now.</summary>
    public IReadOnlyList<ClaimedAttempt> TakeBack() =>
        Held.Count > 1 ? Held.RemoveLast(_mailbox.Withdraw(Held.Count - 1)) : [];

    /// <summary>Lets it end after what it has.</summary>
    public void Close() => _mailbox.Close();

    private void Work()
    {
        using (_runner)
        {
            foreach (var order in _mailbox.TakeAll())
            {
                Open();
                var report = Run(order);
                _reported++;
                _failures.Note(report.Verdict);
                _reports.Post(report);
            }
        }
    }

    // Not before there is an attempt: a worker that is never needed costs nothing.
    private void Open()
    {
        if (_openedAt == 0 && !_runner.IsStopped)
        {
            Wait(_runner.OpenAsync(Number).AsTask());
            Volatile.Write(ref _openedAt, _time.GetTimestamp());
        }
    }

    private WorkerReport Run(WorkOrder order)
    {
        var attempt = order.Attempt;
        var isStale = _isWatched && _failures.MakesStale(order.Known, _reported);
        if (isStale || _runner.IsStopped)
        {
            var cancelled = new AttemptVerdict(AttemptOutcome.Cancelled);
            return new WorkerReport(Number, attempt.Id, cancelled, TimeSpan.Zero, Began: false);
        }

        try
        {
            _marks?.Mark(Number, attempt.Id);
        }
        catch (StateException fault)
        {
            return new WorkerReport(Number, attempt.Id, default, TimeSpan.Zero, Fault: fault);
        }

        var began = _time.GetTimestamp();
        var verdict = Run(_runner.RunAsync(attempt));
        return new WorkerReport(Number, attempt.Id, verdict, _time.GetElapsedTime(began))
        {
            JobId = attempt.Job.Id,
            Number = attempt.Number,
        };
    }

    private static AttemptVerdict Run(ValueTask<AttemptVerdict> running)
    {
        if (running.IsCompleted)
        {
            return running.Result;
        }

        var task = running.AsTask();
        Wait(task);
        return task.Result;
    }

    // Not the task's own Wait, which spins.
    private static void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        }
    }
}
