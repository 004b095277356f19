using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>
/// Saves what a run has recorded when the path does not lead to its file any more. The connection
/// still has it all: a deleted file lives as long as it is open, and what was cut off is mostly in
/// the WAL or in memory.
/// </summary>
internal static class Rescue
{
    /// <summary>Writes a copy beside the state, under a name that is free.</summary>
    /// <returns>Its path, or null when no sound copy could be made.</returns>
    public static string? Save(Database database)
    {
        var location = StateLocation.File(FreePath(database.Path));
        try
        {
            // Made anew, with the rights of the state: what stood there would be somebody else's.
            var rights = FileFacts.Of(database.Path) is { } state
                ? FileRights.Of(state.Mode)
                : FileRights.OwnerOnly;
            OutputFile.Create(location.Path, rights).Dispose();
            if (IsSoundCopy(database, location))
            {
                return location.Path;
            }
        }
        catch (Exception fault)
            when (fault is StateException or IOException or UnauthorizedAccessException)
        {
            // What is under way already says that the state is lost.
        }

        RemoveTrial(location);
        return null;
    }

    private static bool IsSoundCopy(Database database, StateLocation location)
    {
        using var copy = Database.Open(location, create: true, TimeSpan.FromSeconds(1));
        database.CopyTo(copy);
        using var check = copy.Prepare("PRAGMA quick_check(1)");
        return check.Step() && check.Text(0) == "ok";
    }

    private static void RemoveTrial(StateLocation location)
    {
        try
        {
            location.Delete();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is named in no message: nobody takes it for the state.
        }
    }

    private static string FreePath(string path) =>
        Enumerable
            .Range(1, int.MaxValue)
            .Select(n => n == 1 ? $"{path}.rescued" : $"{path}.rescued-{n}")
            .First(candidate => FileFacts.Of(candidate) is null);
}
