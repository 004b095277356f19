using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Model.Tests.Fleets;

/// <summary>
/// A run of a fleet in made-up time, with the real deciders and nothing else of the engine: five
/// passes, half a minute apart, three retries a job.
/// </summary>
internal sealed class FleetRun
{
    private const int MaxPasses = 5;
    private const int RetryLimit = 3;

    private readonly Fleet _fleet;
    private readonly Random _random;
    private readonly RunGuards _guards;
    private readonly SimulatedJob[] _jobs;
    private readonly Slot[] _slots;
    private readonly SortedSet<int> _queue = [];
    private readonly Queue<int> _again = [];
    private readonly PriorityQueue<Flight, double> _inFlight = new();
    private readonly HashSet<int> _free = [];
    private double _now;
    private int _begun;
    private long _ended;
    private double _brokeAt = double.NaN;
    private double _outageAt = double.NaN;

    public FleetRun(Fleet fleet)
    {
        _fleet = fleet;
        _random = new Random(fleet.Seed ^ 0x5EED);
        _guards = new RunGuards(true, TimeSpan.FromSeconds(fleet.LongestHold));
        _jobs = [.. Enumerable.Range(0, fleet.Jobs).Select(job => new SimulatedJob(job))];
        _slots = [.. Enumerable.Range(1, fleet.Workers).Select(Slot.OfWorker)];
    }

    /// <summary>What guards did, and when.</summary>
    public List<(double At, GuardVerdict Verdict)> Acts { get; } = [];

    public IReadOnlyList<SimulatedJob> Jobs => _jobs;

    /// <summary>When the worker broke; not a number when it never did.</summary>
    public double BrokeAt => _brokeAt;

    /// <summary>When the outage came; not a number when it never did.</summary>
    public double OutageAt => _outageAt;

    /// <summary>Attempts that the broken worker had failed before it was first set aside.</summary>
    public int LostBeforeSetAside { get; private set; }

    /// <summary>Attempts begun in the outage's hold.</summary>
    public int ProbesInHold { get; private set; }

    public bool IsSetAside(int worker) =>
        Acts.Exists(act =>
            act.Verdict is GuardVerdict.SlotSetAside aside && aside.Slot == _slots[worker - 1]
        );

    public FleetRun Play()
    {
        for (var pass = 1; pass <= MaxPasses; pass++)
        {
            _queue.Clear();
            _queue.UnionWith(_jobs.Where(job => job.IsDue).Select(job => job.Number));
            if (_queue.Count == 0)
            {
                break;
            }

            _guards.BeginPass(_queue.Count, _fleet.Workers);
            PlayPass();
            _now += 30;
        }

        return this;
    }

    private void PlayPass()
    {
        _free.UnionWith(Enumerable.Range(0, _fleet.Workers));
        for (var turn = 0; ; turn++)
        {
            if (turn > 1_000_000)
            {
                throw new InvalidOperationException(
                    $"{_fleet}: at {_now}, {_queue.Count} jobs wait, holding {_guards.IsHolding}, next {_guards.Next(Time)}; {string.Join("; ", _slots.Select(s => $"{s} {_guards.Admit(s, Time)}"))}; in flight {_inFlight.Count}; acts {string.Join("\n", Acts.TakeLast(10))}"
                );
            }

            Do(_guards.Tick(Time));
            Claim();
            if (_inFlight.Count == 0)
            {
                if (Waiting == 0)
                {
                    return;
                }

                _now = Math.Max(_now, _guards.Next(Time)!.Value.TotalSeconds) + 1e-6;
                continue;
            }

            _inFlight.TryPeek(out _, out var ends);
            if (_guards.Next(Time) is { } next && next.TotalSeconds + 1e-6 < ends && next > Time)
            {
                _now = next.TotalSeconds + 1e-6;
                continue;
            }

            End(_inFlight.Dequeue());
        }
    }

    private void Claim()
    {
        for (var anyway = 0; anyway < 2 && (anyway == 0 || _inFlight.Count == 0); anyway++)
        {
            foreach (var worker in _free.Order().ToList())
            {
                var admission = _guards.Admit(_slots[worker], Time);
                if (
                    Waiting > 0
                    && (
                        admission is Admission.Open or Admission.Probe
                        || (admission == Admission.Doubted && anyway == 1)
                    )
                )
                {
                    Begin(worker);
                }
            }
        }
    }

    private void Begin(int worker)
    {
        var job = _queue.Count > 0 ? _queue.Min : _again.Dequeue();
        _queue.Remove(job);
        _free.Remove(worker);
        ProbesInHold += _guards.IsHolding ? 1 : 0;
        _guards.Claimed(_slots[worker], Time);
        _begun++;
        if (double.IsNaN(_brokeAt) && _fleet.BadWorker > 0 && _begun > _fleet.BreaksAtJob)
        {
            _brokeAt = _now;
        }

        if (double.IsNaN(_outageAt) && _begun > _fleet.OutageAtJob)
        {
            _outageAt = _now;
        }

        var failure = Fails(worker, job);
        var mean = failure is null ? _fleet.Takes : _fleet.FailsIn;
        var ends = _now + mean * (0.3 + 1.4 * _random.NextDouble());
        _inFlight.Enqueue(new Flight(job, worker, _now, ends, failure), ends);
    }

    private Failure? Fails(int worker, int job)
    {
        if (IsOut)
        {
            return new Failure(FailureCategory.Infrastructure, "connection_refused", "refused");
        }

        if (
            worker + 1 == _fleet.BadWorker
            && _now >= _brokeAt
            && _now < _brokeAt + _fleet.HealsAfter
            && _random.NextDouble() < _fleet.BadWorkerFails
        )
        {
            return new Failure(FailureCategory.Infrastructure, "adb_timeout", "no answer");
        }

        if (_fleet.IsBad[job])
        {
            return _fleet.JobFailuresAreKnown
                ? new Failure(FailureCategory.Infrastructure, "upload_failed", "upload failed")
                : new Failure(FailureCategory.Unknown, "", $"could not open {job}");
        }

        return _random.NextDouble() < _fleet.Transient
            ? new Failure(FailureCategory.Infrastructure, "adb_timeout", "timed out")
            : null;
    }

    private bool IsOut => _now >= _outageAt && _now < _outageAt + _fleet.OutageLasts;

    private void End(Flight flight)
    {
        _now = flight.Ends;
        _free.Add(flight.Worker);
        var job = _jobs[flight.Job];
        if (flight.Failure is null)
        {
            job.Succeed();
        }
        else
        {
            job.Fail(_now, RetryLimit);
            if (
                flight.Worker + 1 == _fleet.BadWorker
                && !IsSetAside(_fleet.BadWorker)
                && flight.Began >= _brokeAt
            )
            {
                LostBeforeSetAside++;
            }
        }

        var charged = flight.Failure is null
            ? null
            : new ChargedAttempt(
                ++_ended,
                new StoredJob(flight.Job, job.Listed, JobStatus.Pending, default),
                flight.Job,
                flight.Failure
            );
        Do(
            _guards.Observe(
                new AttemptEvidence(
                    _slots[flight.Worker],
                    flight.Failure is null ? Bearing.Success : Bearing.Failure,
                    job.Failures > (flight.Failure is null ? 0 : 1),
                    TimeSpan.FromSeconds(flight.Began),
                    Time,
                    charged
                )
            )
        );
    }

    private void Do(IReadOnlyList<GuardVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            Acts.Add((_now, verdict));
            foreach (var given in verdict.GivenBack)
            {
                _jobs[given.Place].GiveBack();
                _again.Enqueue(given.Place);
            }
        }
    }

    private int Waiting => _queue.Count + _again.Count;

    private TimeSpan Time => TimeSpan.FromSeconds(_now);

    private sealed record Flight(int Job, int Worker, double Began, double Ends, Failure? Failure);
}

/// <summary>A job of such a run.</summary>
internal sealed class SimulatedJob(int number)
{
    public int Number => number;

    public Job Listed { get; } = new($"v{number}", new JobColumns([]));

    public bool IsDone { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>Failures charged to it.</summary>
    public int Failures { get; private set; }

    public List<double> FailedAt { get; } = [];

    public bool IsDue => !IsDone && !HasFailed;

    public void Succeed() => IsDone = true;

    public void Fail(double at, int limit)
    {
        HasFailed = ++Failures > limit;
        FailedAt.Add(at);
    }

    public void GiveBack()
    {
        Failures--;
        FailedAt.RemoveAt(FailedAt.Count - 1);
        HasFailed = false;
    }
}
