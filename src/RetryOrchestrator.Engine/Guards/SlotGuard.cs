namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// Rule 3: a slot that fails different jobs, while others do theirs, is set aside; it comes back
/// when a job with which it is tried succeeds. Slots of one kind are compared with each other. A
/// slot with no others to compare it with is never set aside.
/// </summary>
/// <remarks>
/// Pure: no clock, no threads; told what ended, it says what is to be done. Not thread-safe. The
/// end of an attempt that succeeded costs a look-up, unless slots are failing.
/// </remarks>
internal sealed class SlotGuard
{
    // Of more ends than these the older ones count less and less: what was true an hour ago.
    private const int Memory = 400;

    private readonly Dictionary<Slot, SlotRecord> _slots = [];
    private readonly List<SlotRecord> _failing = [];
    private Tries _all;
    private int _jobs;

    /// <summary>A pass begins: its jobs are others, and what slots failed before says little of them.</summary>
    /// <param name="jobs">Jobs of the pass.</param>
    public void BeginPass(int jobs)
    {
        _jobs = jobs;
        ForgetFailures();
        _all = default;
    }

    /// <summary>What is failing now is nobody's own fault (an outage).</summary>
    public void ForgetFailures()
    {
        foreach (var record in _failing)
        {
            _all = _all.WithoutFailures(record.FailuresInARow);
            record.Forget();
        }

        _failing.Clear();
    }

    /// <summary>Whether a slot may be given jobs.</summary>
    public SlotStanding StandingOf(Slot slot) =>
        _slots.TryGetValue(slot, out var record) ? record.Standing : SlotStanding.InUse;

    /// <summary>How many slots are set aside.</summary>
    public int SetAside { get; private set; }

    /// <summary>Whether any slot is set aside.</summary>
    public bool AnySetAside => SetAside > 0;

    /// <summary>Whether any slot that is set aside may be tried now.</summary>
    public bool MayProbeAny(TimeSpan now)
    {
        if (!AnySetAside)
        {
            return false;
        }

        foreach (var record in _slots.Values)
        {
            if (record.Standing == SlotStanding.SetAside && record.MayBeProbed(now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a slot that is set aside may be tried with one job now.</summary>
    public bool MayBeProbed(Slot slot, TimeSpan now) => _slots[slot].MayBeProbed(now);

    /// <summary>A slot that is set aside was given the job it is tried with.</summary>
    public void Probe(Slot slot) => _slots[slot].Probe();

    /// <summary>That job was taken back before it began.</summary>
    public void TakeBackProbe(Slot slot)
    {
        if (StandingOf(slot) == SlotStanding.SetAside)
        {
            _slots[slot].ProbeSaidNothing();
        }
    }

    /// <summary>Jobs with which slots were to be tried and that did not come to it are forgotten.</summary>
    public void TakeBackProbes()
    {
        foreach (var slot in _slots.Keys)
        {
            TakeBackProbe(slot);
        }
    }

    /// <summary>The slots of which anything is known.</summary>
    public IReadOnlyCollection<Slot> Slots => _slots.Keys;

    /// <summary>Whether a slot that is set aside is being tried with a job.</summary>
    public bool IsProbing(Slot slot) => _slots[slot].IsProbing;

    /// <summary>Why a slot is set aside, in words.</summary>
    public string ReasonOf(Slot slot) => _slots[slot].Reason;

    /// <summary>When a slot that is set aside may next be tried; null when none waits for that.</summary>
    public TimeSpan? NextProbe(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var record in _slots.Values)
        {
            if (record.WaitsUntil(now) is { } until && !(until > next))
            {
                next = until;
            }
        }

        return next;
    }

    /// <summary>Takes note of an end.</summary>
    /// <param name="evidence">The end.</param>
    /// <param name="verdicts">Where what is to be done is added.</param>
    public void Observe(in AttemptEvidence evidence, ref List<GuardVerdict>? verdicts)
    {
        var record = RecordOf(evidence.Slot);
        if (record.Standing == SlotStanding.SetAside)
        {
            ObserveProbe(record, evidence, ref verdicts);
            return;
        }

        if (evidence.Bearing is not (Bearing.Success or Bearing.Failure))
        {
            return;
        }

        var failed = evidence.Bearing == Bearing.Failure;
        Count(record, failed, evidence.Began);
        if (failed)
        {
            if (record.FailuresInARow == 0)
            {
                _failing.Add(record);
            }

            record.Failed(evidence);
        }
        else if (record.FailuresInARow > 0)
        {
            _failing.Remove(record);
            record.Forget();
        }

        JudgeAll(evidence, ref verdicts);
    }

    private void Count(SlotRecord record, bool failed, TimeSpan began)
    {
        _all = (_all.Count < Memory ? _all : new Tries(_all.Count / 2, _all.Failed / 2)).With(
            failed
        );
        foreach (var other in _failing)
        {
            // What began before says nothing of a cause that came later.
            if (other != record && began >= other.Since && !IsSuspicious(record))
            {
                other.Meanwhile = other.Meanwhile.With(failed);
            }
        }
    }

    private void JudgeAll(in AttemptEvidence evidence, ref List<GuardVerdict>? verdicts)
    {
        for (var i = _failing.Count - 1; i >= 0; i--)
        {
            var record = _failing[i];
            if (!IsSuspicious(record))
            {
                continue;
            }

            var elsewhere = Elsewhere(record);
            var finding = record.AreOneOwners
                ? SlotFinding.NotItsFault
                : SlotTest.Judge(record.JobsInARow, elsewhere, record.Meanwhile, _jobs);
            // Once its failures in a row were found to be no fault of its own, they need another to
            // be looked at again.
            record.Doubt(finding == SlotFinding.Undecided);
            if (finding == SlotFinding.ItsFault)
            {
                _failing.RemoveAt(i);
                (verdicts ??= []).Add(TakeOut(record, evidence, elsewhere));
            }
        }
    }

    private GuardVerdict.SlotSetAside TakeOut(
        SlotRecord record,
        in AttemptEvidence evidence,
        Tries elsewhere
    )
    {
        var reason = FormattableString.Invariant(
            $"{record.JobsInARow} different jobs failed on it in a row (the last: {GuardWords.Shortened(record.Last.Failure.Message)}), while of {elsewhere.Count:0} other attempts {elsewhere.Succeeded:0} succeeded"
        );
        _all = _all.WithoutFailures(record.FailuresInARow);
        SetAside++;
        var given = record.SetAside(reason, evidence.Ended, TookOf(record.Slot, evidence));
        return new GuardVerdict.SlotSetAside(
            record.Slot,
            reason,
            record.WaitsUntil(evidence.Ended)!.Value - evidence.Ended,
            given
        );
    }

    private static TimeSpan TookOf(Slot slot, in AttemptEvidence evidence) =>
        slot == evidence.Slot ? evidence.Ended - evidence.Began : TimeSpan.Zero;

    private void ObserveProbe(
        SlotRecord record,
        in AttemptEvidence evidence,
        ref List<GuardVerdict>? verdicts
    )
    {
        switch (evidence.Bearing)
        {
            case Bearing.Success:
                record.Return();
                SetAside--;
                (verdicts ??= []).Add(new GuardVerdict.SlotBack(record.Slot));
                break;
            case Bearing.Failure:
                var pause = record.Pause(evidence.Ended, evidence.Ended - evidence.Began);
                (verdicts ??= []).Add(
                    new GuardVerdict.SlotStillFails(record.Slot, pause, [evidence.Charged!])
                );
                break;
            default:
                record.ProbeSaidNothing();
                break;
        }
    }

    // The ends of this pass, without what failed in a row on the slot itself and on others that
    // may be broken too.
    private Tries Elsewhere(SlotRecord record)
    {
        var elsewhere = _all;
        foreach (var failing in _failing)
        {
            if (failing == record || IsSuspicious(failing))
            {
                elsewhere = elsewhere.WithoutFailures(failing.FailuresInARow);
            }
        }

        return new Tries(Math.Max(elsewhere.Count, 0), Math.Max(elsewhere.Failed, 0));
    }

    private static bool IsSuspicious(SlotRecord record) => record.JobsInARow >= SlotTest.Least;

    private SlotRecord RecordOf(Slot slot)
    {
        if (!_slots.TryGetValue(slot, out var record))
        {
            _slots[slot] = record = new SlotRecord(slot);
        }

        return record;
    }
}
