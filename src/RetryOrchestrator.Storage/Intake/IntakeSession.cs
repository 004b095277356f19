using System.Collections;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Intake;

/// <summary>
/// Takes in a list in one transaction. Rows that are known and unchanged are only read, so that
/// taking in an edited list of a million rows writes little more than the edits.
/// </summary>
internal sealed class IntakeSession : IIntakeSession
{
    private readonly Database _database;
    private readonly OwnerLock _lock;
    private readonly Action _completed;
    private readonly Transaction _transaction;
    private readonly IntakeRows _rows;
    private readonly IndexRebuild? _rebuild;
    private readonly ListColumns _columns = new();

    // A bit a job, so that what was not added can be found without writing a mark on every row.
    private readonly BitArray _seen;
    private int _total;
    private int _added;
    private int _changed;
    private IntakeSample _changedDone = IntakeSample.None;
    private IntakeSample _changedStopped = IntakeSample.None;

    /// <param name="database">Open for writing.</param>
    /// <param name="ownerLock">Proves at the end that we still hold the state.</param>
    /// <param name="completed">Called when the new list is durable.</param>
    public IntakeSession(Database database, OwnerLock ownerLock, Action completed)
    {
        _database = database;
        _lock = ownerLock;
        _completed = completed;
        _transaction = database.BeginWrite();
        var lastKey = database.ReadNumber("SELECT MAX(key) FROM jobs") ?? 0;
        _rebuild = lastKey == 0 ? new IndexRebuild(database, "jobs") : null;
        _seen = new BitArray(checked((int)lastKey + 1));
        if (lastKey > 0)
        {
            InvisibleIds.Rename(database);
        }

        _rows = new IntakeRows(database, knowsJobs: lastKey > 0);
    }

    /// <inheritdoc/>
    public void Add(JobRow row)
    {
        var ordinal = _total++;
        _columns.Add(row.Job.Columns);
        switch (_rows.Put(row, ordinal, out var key))
        {
            case IntakeRows.Change.Added:
                _added++;
                return;
            case IntakeRows.Change.Changed:
                _changed++;
                break;
            case IntakeRows.Change.ChangedDone:
                _changed++;
                _changedDone = _changedDone.With(row.Job.Id);
                break;
            case IntakeRows.Change.ChangedStopped:
                _changed++;
                _changedStopped = _changedStopped.With(row.Job.Id);
                break;
        }

        // Keys from this session lie beyond the bits; the reader never gives an id twice.
        _seen[checked((int)key)] = true;
    }

    /// <inheritdoc/>
    public IntakeCounts Complete(string? fingerprint)
    {
        _rebuild?.Restore();
        var vanished = UnlistUnseen();
        JobCounts.Recount(_database);
        using (var update = _database.Prepare("UPDATE meta SET fingerprint = ?1, columns = ?2"))
        {
            update.Bind(1, fingerprint).Bind(2, _columns.ToJson()).Execute();
        }

        _lock.Fence(_lock.Now);
        _transaction.Commit();
        _completed();
        return new IntakeCounts(_total, _added, _changed, vanished)
        {
            ChangedDone = _changedDone,
            ChangedStopped = _changedStopped,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _transaction.Dispose();
    }

    private int UnlistUnseen()
    {
        var unseen = new List<long>();
        using (var listed = _database.Prepare("SELECT key FROM jobs WHERE listed = 1 AND key < ?1"))
        {
            listed.Bind(1, _seen.Length);
            while (listed.Step())
            {
                if (!_seen[listed.Int32(0)])
                {
                    unseen.Add(listed.Int64(0));
                }
            }
        }

        using var unlist = _database.Prepare("UPDATE jobs SET listed = 0 WHERE key = ?1");
        foreach (var key in unseen)
        {
            unlist.Bind(1, key).Execute();
        }

        return unseen.Count;
    }
}
