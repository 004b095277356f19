using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Storage.Mirror;

/// <summary>Which column of the progress CSV is where, and where a job's own values go.</summary>
internal sealed class MirrorLayout
{
    /// <summary>The first column that the state fills; before it are a job's known ones.</summary>
    public const int FirstProgress = 4;

    /// <summary>The first of the user's other columns.</summary>
    public const int FirstOwn = 15;

    private static readonly string[] OlderProgram =
    [
        ColumnName.JobId,
        ColumnName.Account,
        ColumnName.VideoPath,
        ColumnName.Caption,
        "status",
        "worker_id",
        "claimed_at",
        "completed_at",
        "error",
        "attempts",
        "max_attempts",
        "retry_at",
        "error_type",
        "error_category",
        "pass_number",
    ];

    private readonly List<string> _columns = [.. OlderProgram];
    private readonly Dictionary<string, int> _placeOfKey = new(StringComparer.Ordinal);

    // By the very spelling, so that a name is analysed once and not once a job.
    private readonly Dictionary<string, int> _placeOfName = new(StringComparer.Ordinal);

    /// <param name="listColumns">The columns that the list's jobs have between them.</param>
    public MirrorLayout(IEnumerable<string> listColumns)
    {
        for (var place = 0; place < OlderProgram.Length; place++)
        {
            _placeOfKey[ColumnName.Key(OlderProgram[place])] = place;
        }

        foreach (var name in listColumns)
        {
            if (_placeOfKey.TryAdd(ColumnName.Key(name), _columns.Count))
            {
                _columns.Add(name);
            }
        }
    }

    /// <summary>All columns, in order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>
    /// Puts a job's values where their columns are. A column of the user's that is called like one
    /// the state fills has no place.
    /// </summary>
    public void Place(JobColumns job, string?[] row)
    {
        Array.Clear(row);
        for (var i = 0; i < job.Count; i++)
        {
            var (name, value) = job[i];
            var place = PlaceOf(name);
            if (place is < FirstProgress or >= FirstOwn)
            {
                row[place] = value;
            }
        }
    }

    private int PlaceOf(string name)
    {
        if (!_placeOfName.TryGetValue(name, out var place))
        {
            place = _placeOfKey[ColumnName.Key(name)];
            _placeOfName.Add(name, place);
        }

        return place;
    }
}
