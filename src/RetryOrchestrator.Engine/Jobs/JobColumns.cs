using System.Collections;

namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// A job's data: its columns in file order, every value kept exactly as it was read. Lookup by
/// name follows <see cref="ColumnName"/>.
/// </summary>
public sealed class JobColumns : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _columns;

    /// <param name="columns">Name and value pairs; names already canonical.</param>
    public JobColumns(IEnumerable<KeyValuePair<string, string>> columns) =>
        _columns = columns.ToArray();

    /// <inheritdoc/>
    public int Count => _columns.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _columns[index];

    /// <summary>The value of a column, or null when the job has no such column.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (column, value) in _columns)
            {
                if (string.Equals(column, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            // Columns are kept under their canonical names, so a known one was found or is not there.
            if (ColumnName.IsKnown(name))
            {
                return null;
            }

            var key = ColumnName.Key(ColumnName.Canonical(name));
            foreach (var (column, value) in _columns)
            {
                if (ColumnName.Key(column) == key)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>A copy in which one column has another value; the order stays.</summary>
    public JobColumns With(string name, string value) =>
        new(
            _columns.Select(column =>
                column.Key == name ? KeyValuePair.Create(name, value) : column
            )
        );

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();
}
