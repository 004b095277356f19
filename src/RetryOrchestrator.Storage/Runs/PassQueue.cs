namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// The jobs of a pass in file order, given out so that no two jobs of one account are at work at
/// once. A job whose account is busy waits its turn without holding up the jobs behind it. Every
/// operation costs at most the logarithm of the jobs that wait, however many there are.
/// </summary>
/// <remarks>Not thread-safe: one coordinator owns it.</remarks>
internal sealed class PassQueue
{
    private readonly IReadOnlyList<DueJob> _jobs;

    // Of the accounts that are at work, waited for or stopped; a list may have a million of them.
    private readonly Dictionary<string, AccountTurn> _accounts = new(StringComparer.Ordinal);

    // Jobs that were passed over and whose account has become free, and jobs that were put back,
    // the earliest first.
    private readonly PriorityQueue<int, int> _released = new();

    // Jobs that were attempted and given their attempt back: others go first, so that whatever was
    // to blame for the failure is tried with a job that says something new.
    private readonly Queue<int> _again = new();
    private readonly Queue<int> _alone = new();
    private readonly int _together;
    private int _next;

    /// <param name="jobs">
    /// The jobs due, in file order; those that run alone (<see cref="DueJob.RunsAlone"/>) come last.
    /// </param>
    public PassQueue(IReadOnlyList<DueJob> jobs)
    {
        _jobs = jobs;
        _together = jobs.Count;
        while (_together > 0 && jobs[_together - 1].RunsAlone)
        {
            _together--;
        }

        for (var place = _together; place < jobs.Count; place++)
        {
            _alone.Enqueue(place);
        }
    }

    /// <summary>How many jobs there were at first.</summary>
    public int Count => _jobs.Count;

    /// <summary>
    /// Jobs that can still be asked for, at most: those that wait for their account are not among
    /// them, those whose account turns out to be busy or stopped are.
    /// </summary>
    public int Available => _together - _next + _released.Count + _again.Count;

    /// <summary>Jobs that are yet to run alone.</summary>
    public int AvailableAlone => _alone.Count;

    /// <summary>
    /// Takes the next of the jobs that run alone. To be asked only while nothing else is at work, nor
    /// waits: then no account is busy.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="place">Its place among the jobs of the pass.</param>
    public bool TryTakeAlone(out DueJob job, out int place)
    {
        while (_alone.TryDequeue(out place))
        {
            job = _jobs[place];
            if (job.Account is null)
            {
                return true;
            }

            if (!_accounts.TryGetValue(job.Account, out var turn))
            {
                _accounts[job.Account] = turn = new AccountTurn();
            }

            if (!turn.Stopped)
            {
                turn.Busy = true;
                return true;
            }
        }

        job = default;
        return false;
    }

    /// <summary>Takes the first job in file order whose account is free, if there is one now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="place">Its place among the jobs of the pass, from 0.</param>
    public bool TryTake(out DueJob job, out int place)
    {
        while (true)
        {
            if (!TryNext(out var index))
            {
                job = default;
                place = -1;
                return false;
            }

            job = _jobs[index];
            place = index;
            if (job.Account is null)
            {
                return true;
            }

            if (!_accounts.TryGetValue(job.Account, out var turn))
            {
                _accounts[job.Account] = turn = new AccountTurn();
            }

            if (turn.Stopped)
            {
                continue;
            }

            if (!turn.Busy)
            {
                turn.Busy = true;
                return true;
            }

            (turn.Waiting ??= new Queue<int>()).Enqueue(index);
        }
    }

    /// <summary>Says that a job of this account is at work that was not taken from here.</summary>
    public void Occupy(string? account)
    {
        if (account is not null)
        {
            _accounts[account] = new AccountTurn { Busy = true };
        }
    }

    /// <summary>Says that the job taken for this account has ended. Null is no account.</summary>
    public void Release(string? account)
    {
        if (account is null || !_accounts.TryGetValue(account, out var turn))
        {
            return;
        }

        turn.Busy = false;
        if (!turn.Stopped && turn.Waiting is { Count: > 0 } waiting)
        {
            var index = waiting.Dequeue();
            _released.Enqueue(index, index);
        }

        if (!turn.Stopped && turn.Waiting is not { Count: > 0 })
        {
            _accounts.Remove(account);
        }
    }

    /// <summary>
    /// Takes back a job that was taken and not begun: it is the next of those in file order again,
    /// and its account is free.
    /// </summary>
    /// <param name="place">Its place (<see cref="TryTake"/>).</param>
    public void PutBack(int place)
    {
        if (place >= _together)
        {
            _alone.Enqueue(place);
        }
        else
        {
            _released.Enqueue(place, place);
        }

        if (_jobs[place].Account is { } account && _accounts.TryGetValue(account, out var turn))
        {
            turn.Busy = false;
        }
    }

    /// <summary>
    /// Takes back a job whose attempt ended and does not count: it is attempted again, after the
    /// others.
    /// </summary>
    /// <param name="place">Its place (<see cref="TryTake"/>).</param>
    public void TakeAgain(int place) => (place >= _together ? _alone : _again).Enqueue(place);

    /// <summary>Gives out no further job of this account.</summary>
    public void Stop(string account)
    {
        if (!_accounts.TryGetValue(account, out var turn))
        {
            _accounts[account] = turn = new AccountTurn();
        }

        turn.Stopped = true;
        turn.Waiting = null;
    }

    // Released jobs were passed over, so they all stand before the cursor.
    private bool TryNext(out int index)
    {
        if (_released.TryDequeue(out index, out _))
        {
            return true;
        }

        if (_next < _together)
        {
            index = _next++;
            return true;
        }

        return _again.TryDequeue(out index);
    }

    private sealed class AccountTurn
    {
        public bool Busy { get; set; }

        public bool Stopped { get; set; }

        public Queue<int>? Waiting { get; set; }
    }
}
