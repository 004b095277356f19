namespace RetryOrchestrator.Engine.Guards;

/// <summary>What may be claimed for a worker.</summary>
public enum Admission
{
    /// <summary>As many jobs as it has room for.</summary>
    Open,

    /// <summary>One job, to see what becomes of it.</summary>
    Probe,

    /// <summary>None, unless nobody else is at work: what others come to will tell.</summary>
    Doubted,

    /// <summary>None.</summary>
    Closed,
}

/// <summary>
/// Rules 3 and 4 of a run together: evidence in, verdicts out. While the run holds, no slot is
/// judged: an outage is nobody's fault.
/// </summary>
/// <remarks>Pure: no clock, no threads. Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class RunGuards
{
    private static readonly IReadOnlyList<GuardVerdict> None = [];

    private readonly SlotGuard _workers = new();
    private readonly SlotGuard _devices = new();
    private readonly DeviceOrders _orders;
    private readonly OutageGuard _outage;
    private readonly bool _slots;
    private readonly TimeSpan _longestHold;

    private int _passWorkers;
    private int? _passDevices;
    private Slot? _lastProber;

    // Of this pass: a slot and an outage may both answer for one failure.
    private readonly HashSet<long> _givenBack = [];

    /// <param name="slots">Whether slots are watched.</param>
    /// <param name="longestHold">How long the run may hold in all; zero: it never does.</param>
    /// <param name="heldBefore">How long it has held already.</param>
    public RunGuards(bool slots, TimeSpan longestHold, TimeSpan heldBefore = default)
    {
        _slots = slots;
        _longestHold = longestHold;
        _outage = new OutageGuard(longestHold, heldBefore);
        _orders = new DeviceOrders(_devices);
    }

    /// <summary>Whether slots are watched.</summary>
    public bool WatchesSlots => _slots;

    /// <summary>Whether the run holds.</summary>
    public bool IsHolding => _outage.IsHolding;

    /// <summary>How long it has held in all.</summary>
    public TimeSpan HeldAt(TimeSpan now) => _outage.HeldAt(now);

    /// <summary>A pass begins.</summary>
    /// <param name="jobs">Jobs of the pass.</param>
    /// <param name="workers">Workers of the pass.</param>
    /// <param name="devices">Devices there are for them; null when the executor gives none out.</param>
    public void BeginPass(int jobs, int workers, int? devices = null)
    {
        _passWorkers = workers;
        _passDevices = devices;
        _devices.TakeBackProbes();
        _orders.Clear();
        _workers.BeginPass(jobs);
        _devices.BeginPass(jobs);
        _outage.BeginPass(jobs);
        _givenBack.Clear();
    }

    /// <summary>What may be claimed for a worker now.</summary>
    public Admission Admit(Slot worker, TimeSpan now)
    {
        if (_outage.IsHolding)
        {
            // A slot known to be broken would not tell when the outage is over.
            return
                _outage.MayProbe(now)
                && _workers.StandingOf(worker) != SlotStanding.SetAside
                && (worker != _lastProber || _passWorkers - _workers.SetAside < 2)
                ? Admission.Probe
                : Admission.Closed;
        }

        return AdmitWorker(worker, now);
    }

    /// <summary>
    /// Workers that may be at work at once, where devices are out: more would only wait for one. Null
    /// while none is.
    /// </summary>
    public int? MostAtWork =>
        _passDevices is { } devices && _orders.Out > 0 ? Math.Max(1, devices - _orders.Out) : null;

    /// <summary>What the executor is to be told of its devices now.</summary>
    public IReadOnlyList<DeviceOrder> TakeOrders(TimeSpan now) =>
        _orders.Take(now, mayProbe: !_outage.IsHolding);

    /// <summary>A job was claimed for a worker.</summary>
    public void Claimed(Slot worker, TimeSpan now)
    {
        if (_outage.IsHolding)
        {
            // Another tries next: this one may be broken besides.
            _lastProber = worker;
            _outage.Probe(now);
        }

        if (_workers.StandingOf(worker) == SlotStanding.SetAside)
        {
            _workers.Probe(worker);
        }
    }

    /// <summary>A claim was taken back before its attempt began.</summary>
    public void TakenBack(Slot worker)
    {
        _outage.ProbeSaidNothing();
        _workers.TakeBackProbe(worker);
    }

    /// <summary>Takes note of an end.</summary>
    /// <returns>What is to be done; nearly always nothing.</returns>
    public IReadOnlyList<GuardVerdict> Observe(in AttemptEvidence evidence)
    {
        List<GuardVerdict>? verdicts = null;
        var wasHolding = _outage.IsHolding;
        if (evidence.Slot.Kind == SlotKind.Device && evidence.Bearing != Bearing.Success)
        {
            _orders.Await(evidence.Slot);
        }

        if (_longestHold > TimeSpan.Zero)
        {
            _outage.Observe(evidence, ref verdicts);
        }

        if (_slots)
        {
            ObserveSlots(evidence, isOutage: wasHolding || _outage.IsHolding, ref verdicts);
        }

        return verdicts?.ConvertAll(GiveBackOnce) ?? None;
    }

    /// <summary>Whether a slot is set aside.</summary>
    public bool AnySetAside => _workers.AnySetAside || _devices.AnySetAside;

    /// <summary>Whether something waits to be tried, or a hold to be ended, now.</summary>
    public bool AreDue(TimeSpan now) =>
        _outage.IsHolding
            ? _outage.Next <= now
            : _workers.MayProbeAny(now) || _devices.MayProbeAny(now);

    /// <summary>When time alone will change something; null when it will not.</summary>
    public TimeSpan? Next(TimeSpan now)
    {
        if (_outage.Next is { } next)
        {
            return next;
        }

        var worker = _workers.NextProbe(now);
        var device = _devices.NextProbe(now);
        return worker < device ? worker : device ?? worker;
    }

    /// <summary>What is to be done because time has passed.</summary>
    public IReadOnlyList<GuardVerdict> Tick(TimeSpan now)
    {
        if (!_outage.IsHolding)
        {
            return None;
        }

        List<GuardVerdict>? verdicts = null;
        _outage.Tick(now, ref verdicts);
        return verdicts ?? None;
    }

    private GuardVerdict GiveBackOnce(GuardVerdict verdict) =>
        verdict with
        {
            GivenBack = [.. verdict.GivenBack.Where(given => _givenBack.Add(given.AttemptId))],
        };

    private void ObserveSlots(
        in AttemptEvidence evidence,
        bool isOutage,
        ref List<GuardVerdict>? verdicts
    )
    {
        var guard = evidence.Slot.Kind == SlotKind.Device ? _devices : _workers;
        if (isOutage && evidence.Bearing != Bearing.Success)
        {
            _workers.ForgetFailures();
            _devices.ForgetFailures();
            guard.TakeBackProbe(evidence.Slot);
            return;
        }

        guard.Observe(evidence, ref verdicts);
    }

    private Admission AdmitWorker(Slot worker, TimeSpan now) =>
        !_slots
            ? Admission.Open
            : _workers.StandingOf(worker) switch
            {
                SlotStanding.Doubted => Admission.Doubted,
                SlotStanding.SetAside => _workers.MayBeProbed(worker, now)
                    ? Admission.Probe
                    : Admission.Closed,
                _ => Admission.Open,
            };
}
