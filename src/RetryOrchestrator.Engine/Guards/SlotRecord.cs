namespace RetryOrchestrator.Engine.Guards;

/// <summary>Whether a slot may be given jobs.</summary>
internal enum SlotStanding
{
    /// <summary>It is.</summary>
    InUse,

    /// <summary>Not before the others have ended some attempts: it may be broken.</summary>
    Doubted,

    /// <summary>Not before its pause is over; then one job.</summary>
    SetAside,
}

/// <summary>What is known of one slot.</summary>
internal sealed class SlotRecord(Slot slot)
{
    /// <summary>The first pause of a slot that was set aside.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // What failed longer ago than so many attempts is given back no more.
    private const int MostKept = 1000;

    private readonly List<ChargedAttempt> _inARow = [];
    private readonly HashSet<long> _jobs = [];
    private TimeSpan _pause;
    private TimeSpan _until;
    private bool _isProbing;

    public Slot Slot { get; } = slot;

    public SlotStanding Standing { get; private set; }

    /// <summary>Different jobs that failed on it in a row.</summary>
    public int JobsInARow => _jobs.Count;

    /// <summary>Attempts that failed on it in a row.</summary>
    public int FailuresInARow { get; private set; }

    /// <summary>When the first of them began.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Ends on other slots of attempts that began since then.</summary>
    public Tries Meanwhile { get; set; }

    /// <summary>The last failure.</summary>
    public ChargedAttempt Last => _inARow[^1];

    /// <summary>Why it was last set aside, in words.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>
    /// Whether all of them are jobs of one account, or name one device: then it may be that. A device
    /// is judged all the same: what is bound to it can fail nowhere else.
    /// </summary>
    public bool AreOneOwners =>
        Slot.Kind == SlotKind.Worker
        && (
            Share(attempt => attempt.Before.Job.Account)
            || Share(attempt => attempt.Before.Job.Device)
        );

    /// <summary>Whether it is being tried with a job.</summary>
    public bool IsProbing => _isProbing;

    public void Failed(in AttemptEvidence evidence)
    {
        if (FailuresInARow++ == 0)
        {
            Since = evidence.Began;
            Meanwhile = default;
        }

        if (_inARow.Count == MostKept)
        {
            _inARow.RemoveAt(0);
        }

        _inARow.Add(evidence.Charged!);
        _jobs.Add(evidence.Charged!.Before.Key);
    }

    /// <summary>What failed in a row was not its fault, or is another time's.</summary>
    public void Forget()
    {
        FailuresInARow = 0;
        _inARow.Clear();
        _jobs.Clear();
        if (Standing == SlotStanding.Doubted)
        {
            Standing = SlotStanding.InUse;
        }
    }

    public void Doubt(bool isDoubted) =>
        Standing = isDoubted ? SlotStanding.Doubted : SlotStanding.InUse;

    /// <summary>Sets it aside.</summary>
    /// <returns>What failed on it in a row.</returns>
    public IReadOnlyList<ChargedAttempt> SetAside(string reason, TimeSpan now, TimeSpan lastTook)
    {
        Reason = reason;
        IReadOnlyList<ChargedAttempt> given = [.. _inARow];
        Forget();
        Standing = SlotStanding.SetAside;
        _pause = TimeSpan.Zero;
        Pause(now, lastTook);
        return given;
    }

    /// <summary>Whether it may be tried with one job now.</summary>
    public bool MayBeProbed(TimeSpan now) => !_isProbing && now >= _until;

    public void Probe() => _isProbing = true;

    /// <summary>The probe came to nothing, for a reason that is not the slot's: the next job tries it.</summary>
    public void ProbeSaidNothing() => _isProbing = false;

    /// <summary>Leaves it alone for twice as long as before; longer where attempts on it take long.</summary>
    public TimeSpan Pause(TimeSpan now, TimeSpan lastTook)
    {
        var doubled = _pause * 2;
        var least = lastTook * 4 > FirstPause ? lastTook * 4 : FirstPause;
        _pause = doubled > least ? doubled : least;
        if (_pause > LongestPause)
        {
            _pause = LongestPause;
        }

        _isProbing = false;
        _until = now + _pause;
        return _pause;
    }

    /// <summary>When it may be tried next; null when that is now, or it is not set aside.</summary>
    public TimeSpan? WaitsUntil(TimeSpan now) =>
        Standing == SlotStanding.SetAside && !_isProbing && _until > now ? _until : null;

    public void Return()
    {
        Standing = SlotStanding.InUse;
        _isProbing = false;
        _pause = TimeSpan.Zero;
    }

    private bool Share(Func<ChargedAttempt, string?> owner) =>
        owner(_inARow[0]) is { } first && _inARow.TrueForAll(attempt => owner(attempt) == first);
}
