using Microsoft.Extensions.Time.Testing;

namespace RetryOrchestrator.Tests.Contract;

/// <summary>
/// What every store of the port promises, whatever it keeps its state in. The parts of this class
/// are in files by topic; a store's tests derive from it.
/// </summary>
public abstract partial class StoreContract : IDisposable
{
    private readonly List<IDisposable> _open = [];

    protected FakeProcesses Processes { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(Make.Start);

    /// <summary>The state of the test.</summary>
    protected IStateStore State => field ??= NewState();

    /// <summary>A state of its own, empty, that lasts until the test ends.</summary>
    protected abstract IStateStore NewState();

    /// <summary>What the system does when processes die that had the state of the test open.</summary>
    protected virtual void OnKilled() { }

    public virtual void Dispose()
    {
        foreach (var item in _open.AsEnumerable().Reverse())
        {
            item.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A store held by a new live process, optionally with jobs of these ids.</summary>
    protected IRunSession Open(params string[] ids)
    {
        var store = Keep(State.OpenForRun());
        store.Join(new Member(Processes.Start(100 + _open.Count), Make.Start));
        if (ids.Length > 0)
        {
            TakeIn(store, [.. ids.Select(id => Make.Row(id))]);
        }

        return store;
    }

    /// <summary>A store in pass 1 of a fresh run over these jobs, whose keys are 1, 2, 3 ...</summary>
    protected IRunSession OpenInPass(params JobRow[] rows) => OpenInPass(Make.Terms(), rows);

    /// <summary>The same under terms of its own.</summary>
    protected IRunSession OpenInPass(RunTerms terms, params JobRow[] rows)
    {
        var store = Open();
        TakeIn(store, rows);
        store.Open(terms, Make.Start);
        store.EnterPass(1);
        return store;
    }

    /// <summary>The same, with jobs that have only ids.</summary>
    protected IRunSession OpenInPass(params string[] ids) =>
        OpenInPass([.. ids.Select(id => Make.Row(id))]);

    protected IStateReader Reader => Keep(State.OpenForReading());

    protected IStateMaintenance Maintenance => Keep(State.OpenForMaintenance());

    protected T Keep<T>(T item)
        where T : IDisposable
    {
        _open.Add(item);
        return item;
    }

    /// <summary>Ends a process as kill -9 would: nothing it would have written is written.</summary>
    protected void KillAll()
    {
        for (var id = 100; id < 200; id++)
        {
            Processes.Kill(new ProcessIdentity(id, $"start-{id}", Processes.Current.HostName));
        }

        OnKilled();
    }

    protected static IntakeCounts TakeIn(IRunSession store, params JobRow[] rows)
    {
        using var intake = store.BeginIntake();
        foreach (var row in rows)
        {
            intake.Add(row);
        }

        return intake.Complete("fingerprint");
    }

    /// <summary>Claims jobs in the order in which they are due (<see cref="Turns.Claim"/>).</summary>
    protected static Turn Claim(IRunSession store, params AttemptStart[] starts) =>
        Turns.Claim(store, NewTurn(), starts);

    protected static RunNumbers End(IRunSession store, params AttemptEnd[] ends) =>
        store.Exchange(NewTurn() with { Ended = ends }).Numbers;

    protected static TurnRequest NewTurn() =>
        new() { At = Make.Start.AddHours(2), PassDuration = TimeSpan.FromMinutes(3) };

    /// <summary>
    /// What the run is handed now in the pass that is open or comes next, each job when the one
    /// before has ended: tried on a copy of the state.
    /// </summary>
    protected List<Claim> Due(bool suspectsRunAlone = false)
    {
        using var copy = State.OpenForPreview();
        copy.Open(
            Make.Terms() with
            {
                SuspectsRunAlone = suspectsRunAlone,
                RetryDelay = TimeSpan.Zero,
            },
            Make.Start
        );
        if (copy.Enter(Make.Start) is PassTurn.Over)
        {
            return [];
        }

        var count = copy.LineUp().Total;
        var due = new List<Claim>();
        AttemptEnd[] ended = [];
        while (
            copy.Exchange(NewTurn() with { Ended = ended, Room = [1], RoomAlone = 1 }).Claims
                is [var claim]
        )
        {
            due.Add(claim);
            ended = [Make.Success(claim.AttemptId, claim.Job.Key)];
        }

        Assert.Equal(count, due.Count);
        return due;
    }

    /// <summary>The keys of what is due (<see cref="Due"/>).</summary>
    protected long[] DueKeys() => Keys(Due());

    protected static long[] Keys(IEnumerable<Claim> claims) =>
        [.. claims.Select(claim => claim.Job.Key)];

    protected OrchestratorJob Job(string id) =>
        Assert.Single(Reader.ReadJobs(new JobQuery { JobIds = [id], IncludeUnlisted = true }));

    protected static string[] Ids(IEnumerable<OrchestratorJob> jobs) =>
        [.. jobs.Select(job => job.JobId)];
}
