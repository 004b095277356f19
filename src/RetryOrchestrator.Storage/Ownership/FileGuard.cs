using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>
/// Checks that the path still leads to the very file we have open: on Unix a file can be deleted
/// or replaced under us, and writing would go on into the void. It looks through a second
/// connection for our own last heartbeat.
/// </summary>
internal sealed class FileGuard(StateLocation location, TimeSpan busyTimeout)
{
    private long _length;

    /// <summary>Whether the file at the path is ours, and whole.</summary>
    public bool LeadsTo(string identity, long beats) =>
        !location.IsFile || (HasNotShrunk() && IsOurs(identity, beats));

    /// <summary>The word that tells a state from every other.</summary>
    public static string ReadIdentity(Database database)
    {
        using var query = database.Prepare("SELECT identity FROM meta");
        return query.Step()
            ? query.Text(0)
            : throw SqliteFaults.Damaged(database.Path, "its own name is missing (table meta)");
    }

    // A state only grows. What was cut off may be out of sight for long: in the WAL, or in memory.
    private bool HasNotShrunk()
    {
        var file = new FileInfo(location.Path);
        var before = _length;
        _length = file.Exists ? file.Length : -1;
        return _length >= before;
    }

    private bool IsOurs(string identity, long beats)
    {
        try
        {
            using var database = Database.Open(location, create: false, busyTimeout);
            database.PrepareForReading();
            return ReadIdentity(database) == identity
                && OwnerRow.ReadCurrent(database)?.Heartbeat == beats;
        }
        catch (StateException fault) when (fault.ErrorId != ErrorIds.StateBusy)
        {
            return false;
        }
    }
}
