using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>One connection. Every fault leaves it as an exception of the port.</summary>
internal sealed class Database : IDisposable
{
    private const int MaxTries = 1000;

    private readonly SqliteConnection _connection;
    private readonly HashSet<Statement> _statements = [];

    /// <summary>
    /// SQLite locks itself for every single call unless told that no two threads use a connection
    /// at once. Here none do, and the locks were seen to cost a fifteenth of a run's whole time.
    /// </summary>
    static Database()
    {
        Batteries_V2.Init();
        // Refused when something in this process has used this SQLite before: it is slower then.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private Database(StateLocation location, SqliteConnection connection)
    {
        Location = location;
        _connection = connection;
    }

    public StateLocation Location { get; }

    public string Path => Location.Path;

    public sqlite3 Handle =>
        _connection.Handle ?? throw new ObjectDisposedException(nameof(Database));

    /// <summary>Whether a transaction is open: others do not see yet what was written in it.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens a connection without looking at what is in the file.</summary>
    public static Database Open(StateLocation location, bool create, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(location.ConnectionString(create));
        var database = new Database(location, connection);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(database.Handle, (int)busyTimeout.TotalMilliseconds);
            return database;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteFaults.Translate(
                location.Path,
                exception.SqliteErrorCode,
                exception.SqliteExtendedErrorCode,
                exception.Message
            );
        }
    }

    /// <summary>
    /// What a writer needs. WAL lets readers read while it writes; FULL makes a commit survive a
    /// power cut, fullfsync also on macOS. The other numbers trade memory and disk for speed.
    /// </summary>
    public void PrepareForWriting()
    {
        EnterWal();
        Execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -32768;
            """
        );
    }

    /// <summary>
    /// Only the first to open a new file changes its mode. If several do at once, SQLite refuses
    /// without waiting; then the write lock is waited for instead, and the mode tried again.
    /// </summary>
    private void EnterWal()
    {
        for (var tries = 1; ; tries++)
        {
            var result = raw.sqlite3_exec(Handle, "PRAGMA journal_mode = WAL");
            if ((result & 0xFF) != raw.SQLITE_BUSY || tries == MaxTries)
            {
                Check(result);
                return;
            }

            BeginWrite().Dispose();
        }
    }

    /// <summary>
    /// What a reader needs. It opens the file for writing and then forswears it, because only so
    /// can it recover what a killed run left in the WAL, and tidy up as the last to close.
    /// </summary>
    public void PrepareForReading() =>
        Execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384;");

    /// <summary>How long each call waits for another's lock from now on.</summary>
    public void WaitForLocks(TimeSpan limit) =>
        Check(raw.sqlite3_busy_timeout(Handle, (int)limit.TotalMilliseconds));

    /// <summary>Needs the folder for temporary files no longer: what is put aside is little from now on.</summary>
    public void KeepTemporariesInMemory() => Execute("PRAGMA temp_store = MEMORY");

    public Statement Prepare(string sql)
    {
        var statement = new Statement(this, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Forget(Statement statement) => _statements.Remove(statement);

    /// <summary>Runs a script without parameters.</summary>
    public void Execute(string script) => Check(raw.sqlite3_exec(Handle, script));

    /// <summary>The one number a query gives, or null.</summary>
    public long? ReadNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64OrNull(0) : null;
    }

    /// <summary>Takes the write lock at once, so that it cannot fail halfway for want of it.</summary>
    public Transaction BeginWrite() => new(this, "BEGIN IMMEDIATE");

    /// <summary>Several queries that are to see one moment.</summary>
    public Transaction BeginRead() => new(this, "BEGIN");

    /// <summary>Copies the whole database as it stands at one moment.</summary>
    public void CopyTo(Database target)
    {
        try
        {
            _connection.BackupDatabase(target._connection);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(
                Path,
                exception.SqliteErrorCode,
                exception.SqliteExtendedErrorCode,
                exception.Message
            );
        }
    }

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Fault(result);
        }
    }

    public Exception Fault(int result) =>
        SqliteFaults.Translate(
            Path,
            result & 0xFF,
            raw.sqlite3_extended_errcode(Handle),
            raw.sqlite3_errmsg(Handle).utf8_to_string()
        );

    public void Dispose()
    {
        foreach (var statement in _statements.ToArray())
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
