using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// For which workers jobs of a pass are claimed, and how many. Short attempts are claimed ahead, so
/// that a worker need not wait for a commit between two of them. What waits behind one that turns
/// out to be long is taken back; what waits when the run is stopped, workers give back unbegun.
/// Where to open a worker costs something, it gets its first job only when that pays.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class PassClaims(
    DueJobs due,
    ClaimAhead claimAhead,
    List<Worker> workers,
    WorkerRamp ramp,
    ProcessorLoad load,
    PassGuards guards
)
{
    private readonly Dictionary<long, ClaimedAttempt> _open = [];
    private readonly Dictionary<Worker, FailureRow> _failing = [];
    private bool _isOneAlone;

    // As the store said last.
    private int _left = due.Together;
    private int _leftAlone = due.Alone;

    // Attempts whose turn has come and of which nobody has been told.
    private readonly List<ClaimedAttempt> _begun = [];

    /// <summary>Whether anything is claimed.</summary>
    public bool AreOpen => _open.Count > 0;

    /// <summary>Whether an attempt is claimed and its end not yet reported.</summary>
    public bool IsOpen(long attemptId) => _open.ContainsKey(attemptId);

    /// <summary>How many workers have something to do.</summary>
    public int WorkersBusy => workers.Count(worker => worker.Held.Count > 0);

    /// <summary>Whether jobs are left that may be claimed, now or later.</summary>
    public bool AnyLeft => _left + _leftAlone > 0;

    /// <summary>
    /// Whether something waits, behind an attempt or for a worker to be opened, though attempts are
    /// none of the short ones.
    /// </summary>
    public bool AreHeldUp => workers.Exists(IsHoldingUp) || MustGrow;

    private bool MustGrow => ramp.MustGrow(workers.Count(IsLong), _left);

    /// <summary>Whether the store may have jobs for that room.</summary>
    public bool MayFill(Room room) =>
        (room.Workers.Count > 0 && _left > 0) || (room.Alone is not null && _leftAlone > 0);

    /// <summary>The room there is for jobs.</summary>
    public Room FindRoom()
    {
        SizeRamp();
        if (_isOneAlone)
        {
            return Room.None;
        }

        var room = FindRoom(claimAhead.Size);
        if (_open.Count > 0)
        {
            return new Room(room, null);
        }

        // Nobody is at work whose ends would tell more of those that are doubted.
        return new Room(
            room.Count > 0 ? room : Doubted(),
            workers.Find(worker => guards.Admit(worker) != Admission.Closed)?.Number
        );
    }

    private List<int> FindRoom(int size)
    {
        var room = new List<int>();
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
                if (round > RoomOf(worker, size) || (begins && idle <= 0))
                {
                    continue;
                }

                room.Add(worker.Number);
                idle -= begins ? 1 : 0;
                // One alone finds out whether an outage is over.
                if (guards.IsHolding)
                {
                    return room;
                }
            }
        }

        return room;
    }

    private List<int> Doubted() =>
        [
            .. workers
                .Take(ramp.Count)
                .Where(worker => guards.Admit(worker) == Admission.Doubted)
                .Select(worker => worker.Number),
        ];

    /// <summary>Takes note of what the store handed out.</summary>
    public List<ClaimedAttempt> Take(Turn turn)
    {
        (_left, _leftAlone) = (turn.Left, turn.LeftAlone);
        var claimed = new List<ClaimedAttempt>(turn.Claims.Count);
        foreach (var claim in turn.Claims)
        {
            var worker = workers[claim.Worker - 1];
            guards.Claimed(worker);
            _isOneAlone |= claim.RunsAlone;
            claimed.Add(ClaimedAttempt.Of(claim, worker));
        }

        return claimed;
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

    private int RoomOf(Worker worker, int size)
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
        var most = worker.Held.AnyEnded ? RoomAfterFailures(worker, size) : 1;
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
            ramp.Grow(_left, load.TakeShare());
        }
    }

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

        var row = _failing.GetValueOrDefault(worker);
        row.Note(report.Verdict);
        _failing[worker] = row;
    }

    // What it would give back it is not given.
    private int RoomAfterFailures(Worker worker, int size) =>
        guards.WatchSlots && _failing.TryGetValue(worker, out var row) ? row.Room(size) : size;

    private bool WillBeGivenBack(ClaimedAttempt next) =>
        guards.WatchSlots
        && _failing.TryGetValue(next.Worker, out var row)
        && row.MakesStale(next.Known, next.Worker.Held.Ended);

    private void PutBack(ClaimedAttempt withdrawn)
    {
        _open.Remove(withdrawn.Id);
        guards.TakenBack(withdrawn.Worker);
        // The store counts the same when it is told, with the room that is found before.
        if (withdrawn.RunsAlone)
        {
            _leftAlone++;
        }
        else
        {
            _left++;
        }
    }
}
