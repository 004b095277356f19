using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>A file that was made for a run and in which nothing was stored: bad input is to leave nothing behind.</summary>
internal static class EmptyState
{
    /// <summary>Removes the file if nothing was stored in it.</summary>
    /// <param name="database">The state.</param>
    /// <param name="ownerId">Who holds it from here, or null; whoever else does keeps it.</param>
    /// <returns>Whether it was removed.</returns>
    public static bool Remove(Database database, long? ownerId)
    {
        var nothingWasStored =
            database.ReadNumber(
                $"""
                SELECT owner_id IS NULL OR owner_id = {ownerId ?? 0}
                FROM meta
                WHERE fingerprint IS NULL AND NOT EXISTS (SELECT 1 FROM jobs)
                    AND NOT EXISTS (SELECT 1 FROM runs)
                """
            ) == 1;
        if (nothingWasStored)
        {
            Delete(database);
        }

        return nothingWasStored;
    }

    // Under the write lock where the system allows it: whoever waits for that lock then finds by its
    // own guard that the file is gone.
    private static void Delete(Database database)
    {
        if (OperatingSystem.IsWindows())
        {
            database.Dispose();
            database.Location.Delete();
            return;
        }

        using var transaction = database.BeginWrite();
        database.Location.Delete();
    }
}
