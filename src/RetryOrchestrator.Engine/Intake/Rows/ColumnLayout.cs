using RetryOrchestrator.Engine.Csv;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>What the columns of a list are: which is the id, which are the job's, which its progress.</summary>
internal sealed class ColumnLayout
{
    /// <summary>More is no list of jobs.</summary>
    public const int MaxColumns = 1_000;

    // With blanks, underscores and invisible characters around it.
    private const int LongestIdHeader = 16;

    private readonly string[] _names;

    private ColumnLayout(IReadOnlyList<string> headers)
    {
        _names = headers.Select(ColumnName.Canonical).ToArray();
        Id = Array.IndexOf(_names, ColumnName.JobId);
        Identities = Enumerable
            .Range(0, _names.Length)
            .Where(index =>
                _names[index] is ColumnName.JobId or ColumnName.Account or ColumnName.Device
            )
            .ToArray();
        Nameless = Enumerable
            .Range(0, _names.Length)
            .Where(index => ColumnName.Key(_names[index]).Length == 0)
            .ToArray();
        Progress = ProgressColumns.In(_names);
        JobColumns = Enumerable
            .Range(0, _names.Length)
            .Where(index => Progress is null || !ProgressColumns.IsOne(_names[index]))
            .Except(Nameless)
            .ToArray();
        Problems = ProblemsOf(headers).ToList();
    }

    /// <summary>Understands a header; what is wrong with it stands in <see cref="Problems"/>.</summary>
    public static ColumnLayout Of(IReadOnlyList<string> headers) => new(headers);

    /// <summary>Whether a header has the required column.</summary>
    public static bool HasId(IReadOnlyList<string> headers) =>
        headers.Any(header => ColumnName.Canonical(header) == ColumnName.JobId);

    /// <summary>The index of <c>job_id</c>; -1 when there is none, which is a problem.</summary>
    public int Id { get; }

    /// <summary>Where progress columns are; null when this is a plain list.</summary>
    public ProgressColumns? Progress { get; }

    /// <summary>The indexes of the columns that are the job's own, in order.</summary>
    public IReadOnlyList<int> JobColumns { get; }

    /// <summary>The indexes of the columns whose cells are names: the id, the account, the device.</summary>
    public IReadOnlyList<int> Identities { get; }

    /// <summary>
    /// The indexes of the columns without a name, which spreadsheets leave behind. They are no
    /// columns of the job, and hold nothing.
    /// </summary>
    public IReadOnlyList<int> Nameless { get; }

    /// <summary>
    /// Whether cells are a header again, as where one file was appended to another: the id is that
    /// of no job, or all of them are names of columns.
    /// </summary>
    public bool IsHeader(IReadOnlyList<string> cells) =>
        // Most rows are told by their cells' length and letters, without a closer look.
        cells.Any(MayNameTheId)
        && (
            ColumnName.Key(cells[Id]) == ColumnName.Key(ColumnName.JobId)
            || (HasId(cells) && cells.All(cell => CsvRecord.IsBlank(cell) || IsName(cell)))
        );

    private static bool MayNameTheId(string cell) =>
        cell.Length is >= 2 and <= LongestIdHeader
        && cell.Contains("id", StringComparison.OrdinalIgnoreCase);

    private bool IsName(string cell) =>
        ColumnName.IsKnown(ColumnName.Canonical(cell))
        || Array.Exists(_names, name => ColumnName.Key(name) == ColumnName.Key(cell));

    /// <summary>What is wrong with the header.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The name a column is kept under.</summary>
    public string Name(int index) => _names[index];

    private IEnumerable<string> ProblemsOf(IReadOnlyList<string> headers)
    {
        var named = headers.Count - Nameless.Count;
        if (named > MaxColumns)
        {
            yield return $"has {named} columns; the limit is {MaxColumns}";
            yield break;
        }

        if (Id < 0)
        {
            yield return "has no column 'job_id' (or 'id'); "
                + (
                    headers.Count == 0
                        ? "it has no columns at all"
                        : "its columns are " + Excerpt.List(headers.ToList())
                );
        }

        var first = new Dictionary<string, int>();
        foreach (var index in Enumerable.Range(0, headers.Count).Except(Nameless))
        {
            var name = _names[index];
            var key = ColumnName.Key(name);
            if (!first.TryAdd(key, index))
            {
                yield return SameColumn(headers[first[key]], headers[index], name);
            }
        }
    }

    private static string SameColumn(string one, string other, string name) =>
        one == other
            ? $"has the column {Excerpt.Of(one)} twice; rename or remove one"
            : $"has {Excerpt.Of(one)} and {Excerpt.Of(other)}, which are the same column "
                + $"({Excerpt.Of(name)}); rename or remove one";
}
