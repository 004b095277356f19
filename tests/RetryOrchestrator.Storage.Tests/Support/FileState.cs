using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Tests.Support;

/// <summary>A state file in a folder of its own, and the ways to open it.</summary>
internal sealed class FileState : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeProcesses Processes { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Make.Start);

    public IStateStore Store => With(null);

    public string Path => _folder.File("jobs.orchestrator.db");

    public string Folder => _folder.Path;

    public string[] Files =>
        [.. Directory.GetFiles(Folder).Select(file => System.IO.Path.GetFileName(file)).Order()];

    /// <summary>Opens like <see cref="Store"/>, but waits for nobody's lock.</summary>
    public IStateStore Impatient =>
        With(new StateStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(1) });

    /// <summary>The same state with limits of its own.</summary>
    public IStateStore With(StateStoreOptions? options) => At(Path, options);

    /// <summary>The state that another name leads to.</summary>
    public IStateStore At(string path, StateStoreOptions? options = null) =>
        new SqliteStateStore(path, Processes, Clock, options);

    public IRunSession OpenAcquired(ProcessIdentity? process = null, IStateStore? with = null)
    {
        var store = (with ?? Store).OpenForRun();
        store.Join(new Member(process ?? Processes.Start(100), Make.Start));
        return store;
    }

    /// <summary>In pass 1 of a run over these jobs.</summary>
    public IRunSession OpenInPass(params JobRow[] rows) => OpenInPass(null, rows);

    /// <summary>The same for a process of this machine.</summary>
    public IRunSession OpenInPass(ProcessIdentity? process, params JobRow[] rows)
    {
        var store = OpenAcquired(process);
        TakeIn(store, rows);
        store.Open(Make.Terms(), Make.Start);
        store.EnterPass(1);
        return store;
    }

    public static void TakeIn(IRunSession store, params JobRow[] rows)
    {
        using var intake = store.BeginIntake();
        foreach (var row in rows)
        {
            intake.Add(row);
        }

        intake.Complete("fingerprint");
    }

    /// <summary>Claims jobs in the order in which they are due (<see cref="Turns.Claim"/>).</summary>
    public static Turn Claim(IRunSession store, params AttemptStart[] starts) =>
        Turns.Claim(store, NewTurn(), starts);

    public static RunNumbers End(IRunSession store, params AttemptEnd[] ends) =>
        store.Exchange(NewTurn(ends)).Numbers;

    public static TurnRequest NewTurn(params AttemptEnd[] ends) =>
        new()
        {
            Ended = ends,
            At = Make.Start,
            PassDuration = TimeSpan.Zero,
        };

    /// <summary>Another program's connection to the file.</summary>
    public Database OpenRaw() =>
        Database.Open(StateLocation.File(Path), create: true, TimeSpan.FromSeconds(1));

    /// <summary>
    /// What a process had locked when it died, or what one on another machine has locked where
    /// locks are not shared: nobody sees the lock that this process still holds for it.
    /// </summary>
    public void LoseLock() => File.Delete(Path + "-lock");

    public OrchestratorStatus ReadStatus()
    {
        using var reader = Store.OpenForReading();
        return reader.ReadStatus();
    }

    public void Dispose() => _folder.Dispose();
}
