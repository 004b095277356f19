using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Storage.Maintenance;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Reading;
using RetryOrchestrator.Storage.Runs;
using RetryOrchestrator.Storage.Schema;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage;

/// <summary>A state in a file of SQLite's, or, for tests, in a database in memory.</summary>
public sealed class SqliteStateStore : IStateStore
{
    private readonly Func<StateLocation> _location;
    private readonly IProcessTable _processes;
    private readonly TimeProvider _time;
    private readonly StateStoreOptions _options;
    private readonly OwnerLiveness _liveness;
    private readonly Migrator _migrator;

    /// <param name="path">The file; it need not exist.</param>
    /// <param name="processes">Tells whether the process that holds a state still lives.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Time limits; the defaults when null.</param>
    public SqliteStateStore(
        string path,
        IProcessTable processes,
        TimeProvider time,
        StateStoreOptions? options = null
    )
        : this(path, processes, time, options, Migrator.Default) { }

    internal SqliteStateStore(
        string path,
        IProcessTable processes,
        TimeProvider time,
        StateStoreOptions? options,
        Migrator migrator
    )
        // Where a link leads is looked up at each opening: it may have been made since.
        : this(path, () => StateLocation.File(path), processes, time, options, migrator) { }

    internal SqliteStateStore(
        StateLocation location,
        IProcessTable processes,
        TimeProvider time,
        StateStoreOptions? options = null
    )
        : this(location.Path, () => location, processes, time, options, Migrator.Default) { }

    private SqliteStateStore(
        string address,
        Func<StateLocation> location,
        IProcessTable processes,
        TimeProvider time,
        StateStoreOptions? options,
        Migrator migrator
    )
    {
        Address = address;
        _location = location;
        _processes = processes;
        _time = time;
        _options = options ?? new StateStoreOptions();
        _liveness = new OwnerLiveness(processes, time);
        _migrator = migrator;
    }

    /// <inheritdoc/>
    public string Address { get; }

    /// <inheritdoc/>
    public IRunSession OpenForRun()
    {
        StateFiles.CheckLink(Address);
        var location = _location();
        StateFiles.Check(location);
        var created = location.IsFile && !location.Exists;
        if (location.IsFile)
        {
            StateFiles.Prepare(location, _options.Rights);
        }

        var database = Database.Open(location, create: true, _options.BusyTimeout);
        return Guarded(
            database,
            () =>
            {
                // Look before touching: a file of another program is to stay as it is.
                _ = _migrator.IsOutdated(database);
                database.PrepareForWriting();
                BringUpToDate(database);
                return NewSession(database, location, created);
            },
            created
        );
    }

    /// <inheritdoc/>
    public IRunSession OpenForPreview()
    {
        var location = _location();
        var copy = Database.Open(
            StateLocation.Temporary(location.Path),
            create: true,
            _options.BusyTimeout
        );
        return Guarded(
            copy,
            () =>
            {
                StateFiles.Check(location);
                if (location.Exists)
                {
                    using var state = Database.Open(location, create: false, _options.BusyTimeout);
                    state.PrepareForReading();
                    _ = _migrator.IsOutdated(state);
                    state.CopyTo(copy);
                }

                _migrator.BringUpToDate(copy, refuse: () => { });
                copy.Execute("PRAGMA synchronous = OFF; UPDATE meta SET owner_id = NULL");
                var store = NewSession(copy, copy.Location, created: false);
                store.Join(new Member(_processes.Current, _time.GetUtcNow()));
                return store;
            }
        );
    }

    /// <inheritdoc/>
    public IStateReader OpenForReading()
    {
        var location = _location();
        try
        {
            return OpenReader(location);
        }
        catch (StateException fault)
            when (fault.ErrorId == ErrorIds.StateUnwritable
                && location is { IsFile: true, Exists: true, HasPendingCommits: false }
            )
        {
            return OpenReader(location.Unchanging());
        }
    }

    private StateReader OpenReader(StateLocation location)
    {
        var database = OpenExisting(location);
        return Guarded(
            database,
            () =>
            {
                database.PrepareForReading();
                return new StateReader(database, _liveness);
            }
        );
    }

    /// <inheritdoc/>
    public IStateMaintenance OpenForMaintenance()
    {
        var database = OpenExisting(_location());
        return Guarded(
            database,
            () =>
            {
                database.PrepareForWriting();
                return new StateMaintenance(database, _liveness);
            }
        );
    }

    private Database OpenExisting(StateLocation location)
    {
        if (!location.Exists)
        {
            throw SqliteFaults.NotFound(location.Path);
        }

        StateFiles.Check(location);
        var database = Database.Open(location, create: false, _options.BusyTimeout);
        return Guarded(
            database,
            () =>
            {
                if (_migrator.IsEmpty(database))
                {
                    throw SqliteFaults.NotFound(location.Path);
                }

                BringUpToDate(database);
                return database;
            }
        );
    }

    private RunSession NewSession(Database database, StateLocation location, bool created) =>
        new(
            database,
            new OwnerLock(
                database,
                _liveness,
                _time,
                _options.WatchTime,
                _options.Watching,
                new HoldFile(location, _options.Rights)
            ),
            new FileGuard(location, _options.LiveBusyTimeout ?? _options.BusyTimeout),
            created,
            _options.LiveBusyTimeout
        );

    private void BringUpToDate(Database database) =>
        _migrator.BringUpToDate(
            database,
            refuse: () =>
            {
                if (
                    OwnerRow.ReadCurrent(database) is { } owner
                    && _liveness.SeemsAlive(owner, database.Location)
                )
                {
                    throw new LiveRunException(database.Path, owner.Owner);
                }
            }
        );

    /// <summary>
    /// Closes the connection again when what it was opened for fails, and removes the empty file
    /// if opening it created one.
    /// </summary>
    private static T Guarded<T>(Database database, Func<T> open, bool created = false)
    {
        try
        {
            return open();
        }
        catch
        {
            database.Dispose();
            if (created && new FileInfo(database.Path) is { Exists: true, Length: 0 })
            {
                database.Location.Delete();
            }

            throw;
        }
    }
}
