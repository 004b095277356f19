using System.Text.Json;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Intake;

/// <summary>
/// The columns that the jobs of a list have between them, in order of first appearance. Kept with
/// the list, so that whoever writes it out need not read every job twice.
/// </summary>
internal sealed class ListColumns
{
    private readonly List<string> _names = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Adds a job's columns.</summary>
    public void Add(JobColumns columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            // Most names were seen before in this very spelling.
            var name = columns[i].Key;
            if (_known.Add(name) && _keys.Add(ColumnName.Key(name)))
            {
                _names.Add(name);
            }
        }
    }

    public string ToJson() => JsonSerializer.Serialize(_names);

    public static IReadOnlyList<string> Read(Statement row, int column)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(row.Text(column)) ?? [];
        }
        catch (JsonException)
        {
            throw row.Damaged(column, "no JSON of column names");
        }
    }
}
