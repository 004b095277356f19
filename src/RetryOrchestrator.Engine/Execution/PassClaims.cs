using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Which jobs of a pass are claimed, and for which worker. Short attempts are claimed ahead, so
/// that a worker need not wait for a commit between two of them. What waits behind one that turns
/// out to be long is taken back; what waits when the run is stopped, workers give back unbegun.
/// Where to open a worker costs something, it gets its first job only when that pays.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it, and makes durable what it says.</remarks>
internal sealed class PassClaims(
    PassQueue queue,
    ClaimAhead claimAhead,
    List<Worker> workers,
    WorkerRamp ramp,
    ProcessorLoad load,
    IRunStore store,
    AttemptIds ids,
    PassClock clock,
    PassGuards guards
)
{
    private readonly Dictionary<long, ClaimedAttempt> _open = [];
    private readonly Dictionary<Worker, (FailureRow Row, long FailedAt)> _failing = [];
    private bool _isOneAlone;

    // Attempts whose turn has come and of which nobody has been told.
    private readonly List<ClaimedAttempt> _begun = [];

    /// <summary>Whether anything is claimed.</summary>
    public bool AreOpen => _open.Count > 0;

    /// <summary>Whether an attempt is claimed and its end not yet reported.</summary>
    public bool IsOpen(long attemptId) => _open.ContainsKey(attemptId);

    /// <summary>How many workers have something to do.</summary>
    public int WorkersBusy => workers.Count(worker => worker.Held.Count > 0);

    /// <summary>Whether jobs are left that may be claimed, now or later.</summary>
    public bool AnyLeft => queue.Available + queue.AvailableAlone > 0;

    /// <summary>
    /// Whether something waits, behind an attempt or for a worker to be opened, though attempts are
    /// none of the short ones.
    /// </summary>
    public bool AreHeldUp => workers.Exists(IsHoldingUp) || MustGrow;

    private bool MustGrow => ramp.MustGrow(workers.Count(IsLong), queue.Available);

    /// <summary>Takes jobs from the queue, as many as the workers have room for.</summary>
    public List<ClaimedAttempt> Claim()
    {
        SizeRamp();
        var taken = new List<(long Key, int Place, Worker Worker)>();
        if (_isOneAlone)
        {
            return [];
        }

        Take(taken, claimAhead.Size);
        if (taken.Count + _open.Count > 0)
        {
            return Load(taken);
        }

        // Nobody is at work whose ends would tell more of those that are doubted.
        TakeForDoubted(taken);
        return taken.Count > 0 ? Load(taken) : ClaimAlone();
    }

    private void Take(List<(long Key, int Place, Worker Worker)> taken, int size)
    {
        // A worker whose job would only wait for a device gets none.
        var idle = guards.MostAtWork is { } most
            ? most - workers.Count(worker => worker.Held.Count > 0)
            : int.MaxValue;
        // Round by round, so that with few jobs left every worker gets one before any gets two.
        for (var round = 1; round <= size; round++)
        {
            foreach (var worker in workers.Take(ramp.Count))
            {
                var begins = round == 1 && worker.Held.Count == 0;
                if (round > Room(worker, size) || (begins && idle <= 0))
                {
                    continue;
                }

                if (!queue.TryTake(out var due, out var place))
                {
                    return;
                }

                taken.Add((due.Key, place, worker));
                guards.Claimed(worker);
                idle -= begins ? 1 : 0;
            }
        }
    }

    private void TakeForDoubted(List<(long Key, int Place, Worker Worker)> taken)
    {
        foreach (var worker in workers.Take(ramp.Count))
        {
            if (
                guards.Admit(worker) == Admission.Doubted
                && queue.TryTake(out var due, out var place)
            )
            {
                taken.Add((due.Key, place, worker));
            }
        }
    }

    // A suspect, with nothing else at work and nothing else to do before it.
    private List<ClaimedAttempt> ClaimAlone()
    {
        if (
            queue.Available > 0
            || workers.Find(worker => guards.Admit(worker) != Admission.Closed) is not { } worker
            || !queue.TryTakeAlone(out var due, out var place)
        )
        {
            return [];
        }

        _isOneAlone = true;
        guards.Claimed(worker);
        return Load([(due.Key, place, worker)])
            .ConvertAll(claim => claim with { RunsAlone = true });
    }

    /// <summary>Hands a claim that is durable to its worker.</summary>
    public void Give(ClaimedAttempt claimed, Attempt attempt)
    {
        _open.Add(claimed.Id, claimed);
        if (claimed.Worker.Give(claimed, attempt))
        {
            _begun.Add(claimed);
        }
    }

    /// <summary>Takes note of a worker's report, and learns from it how long attempts take.</summary>
    /// <returns>
    /// False when the claim is to be taken back: its turn had not come, and nobody was told that
    /// it had. What was told is not taken back, it was cancelled.
    /// </returns>
    public bool End(WorkerReport report, out ClaimedAttempt claimed)
    {
        claimed = _open[report.AttemptId];
        if (claimed.Worker.Held.AnyEnded)
        {
            ramp.Learn(report.Duration);
        }

        var next = claimed.Worker.Held.RemoveFirst();
        NoteFailures(claimed.Worker, report);
        if (next is not null && !WillBeGivenBack(next))
        {
            _begun.Add(next);
        }

        _isOneAlone &= !claimed.RunsAlone;
        if (!report.Began && !claimed.IsTold)
        {
            _begun.Remove(claimed);
            PutBack(claimed);
            return false;
        }

        _open.Remove(claimed.Id);
        queue.Release(claimed.Job.Job.Account);
        claimAhead.Learn(report.Duration);
        return true;
    }

    /// <summary>Takes back what is held up (<see cref="AreHeldUp"/>).</summary>
    public IReadOnlyList<ClaimedAttempt> TakeBack()
    {
        var withdrawn = workers.Where(IsHoldingUp).SelectMany(worker => worker.TakeBack()).ToList();
        withdrawn.ForEach(PutBack);
        return withdrawn;
    }

    /// <summary>Takes back everything that waits behind an attempt.</summary>
    public IReadOnlyList<ClaimedAttempt> TakeBackAll()
    {
        var withdrawn = workers.SelectMany(worker => worker.TakeBack()).ToList();
        withdrawn.ForEach(PutBack);
        return withdrawn;
    }

    /// <summary>Claims no further job of an account.</summary>
    public void StopAccount(string account) => queue.Stop(account);

    /// <summary>The attempts whose turn has come since this was asked last.</summary>
    /// <param name="onlyEnded">
    /// Whether the others are to wait, because the run is stopped and they may be given back.
    /// </param>
    public List<ClaimedAttempt> TakeBegun(bool onlyEnded)
    {
        var begun = _begun.FindAll(IsToBeTold);
        _begun.RemoveAll(IsToBeTold);
        begun.ForEach(attempt => attempt.IsTold = true);
        return begun;

        bool IsToBeTold(ClaimedAttempt attempt) => !onlyEnded || !_open.ContainsKey(attempt.Id);
    }

    private static bool IsHoldingUp(Worker worker) => worker.Held.Count > 1 && IsLong(worker);

    private static bool IsLong(Worker worker) =>
        worker.AtWorkFor
        > (worker.Held.AnyEnded ? ClaimAhead.Patience : WorkerRamp.PatienceWithFirst);

    private int Room(Worker worker, int size)
    {
        var held = worker.Held.Count;
        switch (guards.Admit(worker))
        {
            case Admission.Probe:
                return held == 0 ? 1 : 0;
            case Admission.Closed or Admission.Doubted:
                return 0;
        }

        // Nothing is to wait behind a first attempt, before which the worker gets ready.
        var most = worker.Held.AnyEnded ? size : 1;
        // Refilled only when half empty: fewer and larger commits.
        return held > most / 2 || IsLong(worker) ? 0 : most - held;
    }

    private void SizeRamp()
    {
        if (MustGrow)
        {
            ramp.GrowToAll();
        }
        else if (ramp.MayGrow && load.IsKnown)
        {
            ramp.Grow(queue.Available, load.TakeShare());
        }
    }

    private List<ClaimedAttempt> Load(List<(long Key, int Place, Worker Worker)> taken) =>
        taken.Count == 0
            ? []
            : store
                .Load(taken.ConvertAll(claim => claim.Key))
                .Zip(taken)
                .Select(pair => new ClaimedAttempt(
                    ids.Next(),
                    pair.First,
                    pair.Second.Place,
                    pair.Second.Worker,
                    clock.Now
                ))
                .ToList();

    // The worker counts the same, so that it is known what it will give back.
    private void NoteFailures(Worker worker, WorkerReport report)
    {
        if (
            report.Verdict.Outcome == Outcomes.AttemptOutcome.Success
            && !_failing.ContainsKey(worker)
        )
        {
            return;
        }

        var (row, failedAt) = _failing.GetValueOrDefault(worker);
        var failed = row.Note(report.Verdict);
        _failing[worker] = (row, failed ? worker.Held.Ended : failedAt);
    }

    private bool WillBeGivenBack(ClaimedAttempt next) =>
        guards.WatchSlots
        && _failing.TryGetValue(next.Worker, out var failing)
        && failing.Row.IsLong
        && next.Known < failing.FailedAt;

    private void PutBack(ClaimedAttempt withdrawn)
    {
        _open.Remove(withdrawn.Id);
        guards.TakenBack(withdrawn.Worker);
        queue.PutBack(withdrawn.Place);
    }
}
