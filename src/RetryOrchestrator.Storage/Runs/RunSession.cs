using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Intake;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// The session of the one member of a state in a file: each method is one transaction that first
/// proves that we still hold the state. What is kept in memory changes only when it is durable.
/// </summary>
internal sealed class RunSession : IRunSession
{
    private readonly Database _database;
    private readonly OwnerLock _lock;
    private readonly FileGuard _guard;
    private readonly PassLedger _ledger;
    private readonly RunOpening _opening;
    private readonly PassTurns _turns;
    private readonly UncertainRows _uncertain;
    private readonly bool _createdFile;
    private readonly TimeSpan? _liveBusyTimeout;
    private OpenRunState? _run;
    private bool _disposed;

    public RunSession(
        Database database,
        OwnerLock ownerLock,
        FileGuard guard,
        bool createdFile,
        TimeSpan? liveBusyTimeout = null
    )
    {
        _liveBusyTimeout = liveBusyTimeout;
        _database = database;
        _lock = ownerLock;
        _guard = guard;
        _createdFile = createdFile;
        var jobs = new JobLoader(database);
        _ledger = new PassLedger(database);
        _opening = new RunOpening(database, jobs);
        _turns = new PassTurns(database, ownerLock, jobs);
        _uncertain = new UncertainRows(database, jobs);
        Identity = FileGuard.ReadIdentity(database);
    }

    /// <summary>The connection, for tests that take its disk away.</summary>
    internal Database Database => _database;

    public string Address => _database.Path;

    public string Identity { get; }

    public string? IntakeFingerprint
    {
        get
        {
            using var query = _database.Prepare("SELECT fingerprint FROM meta");
            return query.Step() ? query.TextOrNull(0) : null;
        }
    }

    public bool? IsSimulated =>
        _database.ReadNumber("SELECT simulated FROM runs ORDER BY id DESC LIMIT 1") switch
        {
            null => null,
            var simulated => simulated == 1,
        };

    public Membership Join(Member me)
    {
        var member = _lock.Acquire(me);
        CheckFile();
        return member;
    }

    public IIntakeSession BeginIntake() =>
        new IntakeSession(_database, _lock, () => _run?.Recount(_database));

    public OpenedRun Open(RunTerms terms, DateTimeOffset at)
    {
        using var transaction = _database.BeginWrite();
        _lock.Fence(at);
        var opened = _opening.Open(terms, at, _lock.OwnerId!.Value);
        transaction.Commit();

        _run = new OpenRunState(
            opened,
            terms,
            JobCounts.Read(_database),
            _opening.NextAttemptId(),
            new PassWait(_lock.Time, opened.NextPassAt, terms.RetryDelay)
        );
        // A run goes on though the folder for temporary files is full.
        _database.KeepTemporariesInMemory();
        if (_liveBusyTimeout is { } limit)
        {
            _database.WaitForLocks(limit);
        }

        // The ends of attempts that were cut off belong to the pass that was cut off, whether or
        // not it is begun again first.
        if (_ledger.ReadOpen(opened.RunId, opened.NextPass) is { } standing)
        {
            _run.Enter(opened.NextPass, standing);
        }

        return opened;
    }

    public JobTally CountJobs() => (_run?.Jobs ?? JobCounts.Read(_database)).ToTally();

    public PassTurn Enter(DateTimeOffset at)
    {
        var run = OutsideOfPassOrThrow();
        if (run.IsDone)
        {
            Close(run, "completed", at);
            return new PassTurn.Over();
        }

        return run.Wait.Left(at) is var left && left > TimeSpan.Zero
            ? new PassTurn.Wait(run.NextPass, left)
            : new PassTurn.Work(Begin(run, at));
    }

    private OpenedPass Begin(OpenRunState run, DateTimeOffset at)
    {
        var (pass, maxPasses) = (run.NextPass, run.MaxPasses);
        using var transaction = _database.BeginWrite();
        _lock.Fence(at);
        var standing = _ledger.Begin(run.RunId, pass, maxPasses, at);
        var retries = _ledger.RetriesBeside(run.RunId, pass);
        transaction.Commit();

        run.Enter(pass, standing);
        run.PassBegun = true;
        return new OpenedPass(pass, maxPasses, standing.StartedAt, standing.Worked, run.Numbers)
        {
            RetriesBefore = retries,
        };
    }

    public IReadOnlyList<UncertainJob> ReadUncertain() => _uncertain.Read();

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at)
    {
        var run = OpenRunOrThrow();
        var changes = new JobCounts();
        using var transaction = _database.BeginWrite();
        _lock.Fence(at);
        foreach (var answer in answers)
        {
            _uncertain.Write(answer, at, changes);
        }

        using (var update = _database.Prepare(JobCounts.UpdateSql))
        {
            changes.WriteChanges(update);
        }

        transaction.Commit();
        run.Jobs.Add(changes);
    }

    public DueJobs LineUp() => _turns.LineUp(OpenRunOrThrow());

    public Turn Exchange(TurnRequest request) => _turns.Exchange(OpenRunOrThrow(), request);

    public ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize)
    {
        var run = OpenRunOrThrow();
        if (!run.PassBegun && run.LastClosed is { } closed && closed.Summary.Pass == pass)
        {
            CheckFile();
            return closed;
        }

        if (!run.PassBegun || run.Pass != pass)
        {
            throw new InvalidOperationException($"Pass {pass} was not entered.");
        }

        var summary = summarize(run.Numbers);
        // By the clock as it stands, which may have been set during the pass.
        DateTimeOffset? nextPassAt = summary.Result.GoesOn()
            ? _lock.Now + run.Terms.RetryDelay
            : null;
        using var transaction = _database.BeginWrite();
        _lock.Fence(summary.EndedAt);
        _ledger.End(summary, nextPassAt);
        transaction.Commit();

        run.Close(summary, _lock.Now, new PassWait(_lock.Time, nextPassAt, run.Terms.RetryDelay));
        CheckFile();
        return run.LastClosed!;
    }

    public void Leave(DateTimeOffset at) => Close(OutsideOfPassOrThrow(), "stopped", at);

    // When the last look at the file is refused as busy, this is asked again: the run is closed once.
    private void Close(OpenRunState run, string state, DateTimeOffset at)
    {
        if (!run.IsClosed)
        {
            using var transaction = _database.BeginWrite();
            _lock.Fence(at);
            _ledger.CloseRun(run.RunId, state, at);
            transaction.Commit();
            run.IsClosed = true;
        }

        CheckFile();
        _run = null;
    }

    public Pulse Beat(DateTimeOffset at)
    {
        var stop = _lock.Beat(at);
        if (!_database.InTransaction)
        {
            CheckFile();
        }

        return new Pulse(stop);
    }

    public Pulse Glance() => new(_lock.IsStopRequested());

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (!_createdFile || !EmptyState.Remove(_database, _lock.OwnerId))
            {
                _lock.Release();
            }
        }
        catch (Exception fault)
            when (fault is StateException or IOException or UnauthorizedAccessException)
        {
            // The state is out of reach: this process ends, and then its hold counts for nothing.
        }
        finally
        {
            _database.Dispose();
            _lock.Dispose();
        }
    }

    // Before anybody hears that a pass is over, too: the last commits may have gone into the void.
    private void CheckFile()
    {
        if (!_guard.LeadsTo(Identity, _lock.Beats))
        {
            throw SqliteFaults.Lost(Address, Rescue.Save(_database));
        }
    }

    private OpenRunState OutsideOfPassOrThrow() =>
        OpenRunOrThrow() is { PassBegun: false } run
            ? run
            : throw new InvalidOperationException("The run is in a pass: close that first.");

    private OpenRunState OpenRunOrThrow() =>
        _run ?? throw new InvalidOperationException("No run was opened.");
}
