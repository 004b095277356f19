using SQLitePCL;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>All or nothing: disposed without <see cref="Commit"/> it takes everything back.</summary>
internal sealed class Transaction : IDisposable
{
    private readonly Database _database;
    private bool _open = true;

    public Transaction(Database database, string begin)
    {
        _database = database;
        database.Execute(begin);
    }

    public void Commit()
    {
        _database.Execute("COMMIT");
        _open = false;
    }

    public void Dispose()
    {
        if (!_open)
        {
            return;
        }

        _open = false;

        // After a full disk SQLite may have rolled back already; and when even this fails, closing
        // the connection does it.
        if (_database.InTransaction)
        {
            _ = raw.sqlite3_exec(_database.Handle, "ROLLBACK");
        }
    }
}
