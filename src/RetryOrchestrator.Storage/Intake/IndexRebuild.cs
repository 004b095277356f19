using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Intake;

/// <summary>
/// Takes the indexes off a table that is still empty and builds them when it is full: sorting once
/// is a good deal cheaper than a million insertions at random places.
/// </summary>
internal sealed class IndexRebuild
{
    private readonly Database _database;
    private readonly List<string> _create = [];

    /// <summary>Drops the indexes of a table. Part of the caller's transaction.</summary>
    public IndexRebuild(Database database, string table)
    {
        _database = database;
        var names = new List<string>();
        using (
            var indexes = database.Prepare(
                """
                SELECT name, sql FROM sqlite_schema
                WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL
                """
            )
        )
        {
            indexes.Bind(1, table);
            while (indexes.Step())
            {
                names.Add(indexes.Text(0));
                _create.Add(indexes.Text(1));
            }
        }

        foreach (var name in names)
        {
            database.Execute($"DROP INDEX {name}");
        }
    }

    /// <summary>Builds them again.</summary>
    public void Restore()
    {
        foreach (var sql in _create)
        {
            _database.Execute(sql);
        }
    }
}
