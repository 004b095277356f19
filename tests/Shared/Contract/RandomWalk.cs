namespace RetryOrchestrator.Tests.Contract;

/// <summary>
/// Does to a state, one after the other, what runs, edits and operators may do, as numbers say.
/// What a number asks for and is not possible just now is left out.
/// </summary>
internal sealed class RandomWalk : IDisposable
{
    private readonly IStateStore _state;
    private readonly FakeProcesses _processes;
    private readonly List<(long Attempt, long Job)> _open = [];
    private IRunSession _run = null!;
    private ProcessIdentity _process = null!;
    private OpenedRun _opened = null!;

    // Null while the run is over, because nothing was due.
    private int? _pass;
    private int _nextProcess = 1000;

    public RandomWalk(IStateStore state, FakeProcesses processes)
    {
        _state = state;
        _processes = processes;
        Start(seed: 0b111111);
    }

    public JobTally CountJobs() => _run.CountJobs();

    public void Step(int number)
    {
        var (choice, kind) = Math.DivRem(number, 10);
        if (_pass is null && kind <= 6)
        {
            return;
        }

        switch (kind)
        {
            case <= 2:
                Claim(choice);
                break;
            case <= 5:
                End(choice);
                break;
            case 6:
                _run.Exchange(
                    NewTurn() with
                    {
                        AccountStops = [new AccountStop($"account{choice % 3}", "reason")],
                    }
                );
                break;
            case 7:
                EndPass(choice);
                break;
            case 8:
                Restart(choice, crash: choice % 2 == 0);
                break;
            case 9:
                TakeIn(choice);
                break;
        }
    }

    public void Dispose() => _run.Dispose();

    private void Claim(int choice)
    {
        // Read anew: the list may have changed since.
        _run.LineUp();
        var claims = _run.Exchange(NewTurn() with { Room = Turns.RoomFor(choice % 4 + 1) }).Claims;
        _open.AddRange(claims.Select(claim => (claim.AttemptId, claim.Job.Key)));
    }

    private void End(int choice)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var (attempt, job) = _open[choice % _open.Count];
        _open.RemoveAt(choice % _open.Count);
        var category = (FailureCategory)(choice / 7 % 4);
        if (choice % 6 == 5)
        {
            _run.Exchange(NewTurn() with { Withdrawn = [new ClaimWithdrawal(attempt, job)] });
            return;
        }

        EndAs(
            (choice % 6) switch
            {
                0 => Make.Success(attempt, job),
                1 => Make.Ended(attempt, job, AttemptOutcome.Cancelled),
                2 => Make.Ended(attempt, job, AttemptOutcome.Deferred),
                3 => Make.Failed(attempt, job, category, JobStatus.Retrying, _pass!.Value + 1),
                _ => Make.Failed(attempt, job, category),
            }
        );
    }

    private void EndAs(AttemptEnd end) => _run.Exchange(NewTurn() with { Ended = [end] });

    private void EndPass(int choice)
    {
        while (_open.Count > 0)
        {
            End(choice);
        }

        if (_pass is { } pass)
        {
            var result = (PassResult)(choice % 6);
            _run.ClosePass(Make.Summary(_opened.RunId, pass, result));
        }

        OpenRun();
    }

    private void Restart(int choice, bool crash)
    {
        if (crash)
        {
            _processes.Kill(_process);
        }

        _run.Dispose();
        if (choice % 3 == 0)
        {
            using var maintenance = _state.OpenForMaintenance();
            maintenance.Reset(
                new JobQuery { JobIds = [$"*{choice % 4}"], IncludeUnlisted = choice % 5 == 0 },
                force: choice % 7 == 0,
                Make.Start
            );
        }

        Start(choice);
    }

    private void Start(int seed)
    {
        _run = _state.OpenForRun();
        _process = _processes.Start(_nextProcess++);
        _run.Join(new Member(_process, Make.Start));
        TakeIn(seed);
        OpenRun();
    }

    private void OpenRun()
    {
        _opened = _run.Open(Make.Terms(), Make.Start);
        _pass = _run.Enter(Make.Start) is PassTurn.Work work ? work.Pass.Number : null;
        _open.Clear();
        foreach (var attempt in _opened.InFlight)
        {
            EndAs(Make.Ended(attempt.AttemptId, attempt.Job.Key, AttemptOutcome.Interrupted));
        }
    }

    /// <summary>A list of those of 20 jobs whose bits are set.</summary>
    private void TakeIn(int bits)
    {
        using var intake = _run.BeginIntake();
        for (var i = 0; i < 20; i++)
        {
            if ((bits >> i & 1) == 1)
            {
                intake.Add(Make.Row($"job{i}", $"account{i % 3}", ("note", $"{bits % 2}")));
            }
        }

        intake.Complete(null);
    }

    private static TurnRequest NewTurn() => new() { At = Make.Start, PassDuration = TimeSpan.Zero };
}
