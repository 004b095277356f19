using System.Reflection;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Schema;

/// <summary>
/// Brings a state to the newest schema. The version of a state is the number of scripts it has
/// been through; a script is never edited once released, a change is a new script.
/// </summary>
/// <param name="scripts">All scripts, oldest first.</param>
internal sealed class Migrator(IReadOnlyList<string> scripts)
{
    /// <summary>Marks the file as ours: "RtOr".</summary>
    public const int ApplicationId = 0x52744F72;

    /// <summary>The scripts this version of the module ships.</summary>
    public static Migrator Default { get; } = new(LoadScripts());

    /// <summary>The newest version.</summary>
    public int Newest => scripts.Count;

    /// <summary>Whether there is nothing in the database yet.</summary>
    /// <exception cref="StateException">It is another program's, or of a newer schema.</exception>
    public bool IsEmpty(Database database) => Version(database) == 0;

    /// <summary>Whether it has to be brought up to date before it is used.</summary>
    /// <exception cref="StateException">It is another program's, or of a newer schema.</exception>
    public bool IsOutdated(Database database) => Version(database) < Newest;

    /// <summary>Runs the missing scripts, all in one transaction.</summary>
    /// <param name="database">Open for writing.</param>
    /// <param name="refuse">Called inside the transaction; throws when the state is in use.</param>
    public void BringUpToDate(Database database, Action refuse)
    {
        if (!IsOutdated(database))
        {
            return;
        }

        using var transaction = database.BeginWrite();
        var version = Version(database);
        if (version > 0 && version < Newest)
        {
            refuse();
        }

        foreach (var script in scripts.Skip(version))
        {
            database.Execute(script);
        }

        database.Execute($"PRAGMA application_id = {ApplicationId}");
        database.Execute($"PRAGMA user_version = {Newest}");
        transaction.Commit();
    }

    private int Version(Database database)
    {
        if (database.InTransaction)
        {
            return ReadVersion(database);
        }

        // One moment for all of it: another process may be creating the state right now.
        using var moment = database.BeginRead();
        return ReadVersion(database);
    }

    private int ReadVersion(Database database)
    {
        var application = database.ReadNumber("PRAGMA application_id");
        var version = (int)(database.ReadNumber("PRAGMA user_version") ?? 0);
        if (application == 0 && version == 0 && !HasTables(database))
        {
            return 0;
        }

        if (application != ApplicationId || version <= 0)
        {
            throw SqliteFaults.Foreign(database.Path);
        }

        if (version > Newest)
        {
            throw new StateException(
                ErrorIds.StateNewer,
                $"The state '{database.Path}' was written by a newer version of the module (schema "
                    + $"{version}; this one knows up to {Newest}). Update the module, or "
                    + "choose another place with -StatePath. Nothing was changed."
            );
        }

        return version;
    }

    private static bool HasTables(Database database) =>
        database.ReadNumber("SELECT COUNT(*) FROM sqlite_schema") > 0;

    /// <summary>The scripts that are shipped, oldest first.</summary>
    public static string[] LoadScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            })
            .ToArray();
    }
}
