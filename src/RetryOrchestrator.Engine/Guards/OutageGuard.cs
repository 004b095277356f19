namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// Rule 4: when everything fails alike, the run holds instead of burning its list: no new claims,
/// one probe a minute, on again at the first success.
/// </summary>
/// <remarks>
/// Ten different jobs in a row, all for infrastructure reasons of one group, are not enough by
/// themselves: in a long list of which half fails anyway they come by chance, and jobs that failed
/// before are likely to fail again. The run holds when what was seen before the failures makes them
/// a chance of at most one in a hundred passes. Pure: no clock, no threads. Not thread-safe.
/// </remarks>
/// <param name="longest">How long a run may hold in all.</param>
/// <param name="heldBefore">How long it has held already.</param>
internal sealed class OutageGuard(TimeSpan longest, TimeSpan heldBefore = default)
{
    /// <summary>Different jobs that must fail in a row.</summary>
    public const int Least = 10;

    /// <summary>How often a job tries whether the outage is over.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromMinutes(1);

    private const double Significance = 0.01;

    // What failed longer ago than so many attempts is given back no more.
    private const int MostKept = 10_000;

    // What is presumed of attempts before any was seen: few first ones fail, most of the repeated
    // ones do.
    private static readonly Tries FirstPresumed = new(10, 0.5);
    private static readonly Tries RetriesPresumed = new(10, 9);

    private readonly List<ChargedAttempt> _inARow = [];
    private readonly HashSet<long> _jobs = [];

    // Rows that were cut short by nothing but what had begun before them.
    private readonly List<(string Group, ChargedAttempt Attempt)> _earlier = [];
    private TimeSpan _rowsBegan;
    private string? _group;
    private int _firstInARow;
    private int _retriesInARow;

    // How likely the row is, as a logarithm: summed up as it grows, for it may be as long as the pass.
    private double _logOfRow;
    private Tries _first = FirstPresumed;
    private Tries _retries = RetriesPresumed;
    private int _passJobs;
    private TimeSpan _heldBefore = heldBefore;
    private TimeSpan _since;
    private TimeSpan _nextProbe;
    private bool _isProbing;

    /// <summary>Whether the run holds.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>How long it has held in all.</summary>
    public TimeSpan HeldAt(TimeSpan now) => IsHolding ? _heldBefore + (now - _since) : _heldBefore;

    /// <summary>When something is due: the next probe, or the end of the hold; null while it does not hold.</summary>
    public TimeSpan? Next =>
        !IsHolding ? null
        : _isProbing ? End
        : _nextProbe < End ? _nextProbe
        : End;

    private TimeSpan End => _since + (longest - _heldBefore);

    /// <summary>A pass begins: its jobs are others. A hold goes on.</summary>
    /// <param name="jobs">Jobs of the pass.</param>
    public void BeginPass(int jobs)
    {
        _passJobs = jobs;
        _first = FirstPresumed;
        _retries = RetriesPresumed;
        Clear();
        _earlier.Clear();
    }

    /// <summary>Whether one job may be tried now, while the run holds.</summary>
    public bool MayProbe(TimeSpan now) => IsHolding && !_isProbing && now >= _nextProbe;

    /// <summary>That job was claimed.</summary>
    public void Probe(TimeSpan now)
    {
        _isProbing = true;
        _nextProbe = now + ProbeInterval;
    }

    /// <summary>That job was taken back before it began, or its end said nothing.</summary>
    public void ProbeSaidNothing() => _isProbing = false;

    /// <summary>Takes note of an end.</summary>
    /// <param name="evidence">The end.</param>
    /// <param name="verdicts">Where what is to be done is added.</param>
    public void Observe(in AttemptEvidence evidence, ref List<GuardVerdict>? verdicts)
    {
        if (IsHolding)
        {
            ObserveInHold(evidence, ref verdicts);
            return;
        }

        if (evidence.Bearing == Bearing.None)
        {
            return;
        }

        if (
            evidence.Charged
            is not {
                Failure: { Category: Outcomes.FailureCategory.Infrastructure } failure
            } charged
        )
        {
            EndRow(evidence.Began, by: null);
            Count(evidence.IsRetry, evidence.Bearing == Bearing.Failure);
            return;
        }

        var group = FailureGroup.Of(failure);
        if (group != _group)
        {
            EndRow(evidence.Began, by: group);
            _group = group;
        }

        Add(charged, evidence);
        if (_jobs.Count >= Least && longest > _heldBefore && IsUnlikely)
        {
            (verdicts ??= []).Add(Hold(evidence.Ended, failure.Message));
        }
    }

    /// <summary>Ends a hold that has lasted as long as it may.</summary>
    public void Tick(TimeSpan now, ref List<GuardVerdict>? verdicts)
    {
        if (IsHolding && now >= End)
        {
            (verdicts ??= []).Add(Release(now, isOver: false));
        }
    }

    private bool IsUnlikely => Math.Log(_passJobs) + _logOfRow <= Math.Log(Significance);

    private GuardVerdict.HoldBegan Hold(TimeSpan now, string message)
    {
        IsHolding = true;
        _isProbing = false;
        _since = now;
        _nextProbe = now + ProbeInterval;
        var reason =
            $"{_jobs.Count} different jobs failed alike in a row, without a success (the last: {GuardWords.Shortened(message)})";
        IReadOnlyList<ChargedAttempt> given =
        [
            .. _earlier.Where(row => row.Group == _group).Select(row => row.Attempt),
            .. _inARow,
        ];
        Clear();
        _earlier.Clear();
        return new GuardVerdict.HoldBegan(reason, longest - _heldBefore, given);
    }

    private void ObserveInHold(in AttemptEvidence evidence, ref List<GuardVerdict>? verdicts)
    {
        // What was at work already when the hold began is no probe.
        _isProbing &= evidence.Began < _since;
        if (evidence.Bearing == Bearing.Success)
        {
            // One that began before anything failed says that it was well then, not that it is now.
            if (evidence.Began > _rowsBegan)
            {
                (verdicts ??= []).Add(Release(evidence.Ended, isOver: true));
            }
        }
        else if (evidence.Bearing == Bearing.Failure)
        {
            (verdicts ??= []).Add(new GuardVerdict.FailedInHold([evidence.Charged!]));
        }
    }

    private GuardVerdict.HoldEnded Release(TimeSpan now, bool isOver)
    {
        var held = now - _since;
        _heldBefore += held;
        IsHolding = false;
        return new GuardVerdict.HoldEnded(held, isOver);
    }

    private void Add(ChargedAttempt charged, in AttemptEvidence evidence)
    {
        if (_inARow.Count + _earlier.Count == 0)
        {
            _rowsBegan = evidence.Began;
        }

        if (_inARow.Count < MostKept)
        {
            _inARow.Add(charged);
        }

        if (!_jobs.Add(charged.Before.Key))
        {
            return;
        }

        if (evidence.IsRetry)
        {
            _logOfRow += _retries.LogOfFailingAfter(_retriesInARow++);
        }
        else
        {
            _logOfRow += _first.LogOfFailingAfter(_firstInARow++);
        }
    }

    // What failed in a row turned out to be what attempts come to here.
    private void EndRow(TimeSpan began, string? by)
    {
        KeepOrForget(began, by);
        if (_group is null)
        {
            return;
        }

        _first = new Tries(_first.Count + _firstInARow, _first.Failed + _firstInARow);
        _retries = new Tries(_retries.Count + _retriesInARow, _retries.Failed + _retriesInARow);
        Clear();
    }

    // What began before says nothing of a cause that came later: should the run come to hold for it,
    // what failed until then is given back too.
    private void KeepOrForget(TimeSpan began, string? group)
    {
        // Those that began in one instant were begun one after the other, nobody knows in which order.
        if (began > _rowsBegan)
        {
            _earlier.RemoveAll(row => row.Group != group);
        }
        else if (_group is { } failed && _earlier.Count < MostKept)
        {
            _earlier.AddRange(_inARow.Select(attempt => (failed, attempt)));
        }
    }

    private void Clear()
    {
        _inARow.Clear();
        _jobs.Clear();
        _group = null;
        _firstInARow = _retriesInARow = 0;
        _logOfRow = 0;
    }

    private void Count(bool isRetry, bool failed)
    {
        if (isRetry)
        {
            _retries = _retries.With(failed);
        }
        else
        {
            _first = _first.With(failed);
        }
    }
}
