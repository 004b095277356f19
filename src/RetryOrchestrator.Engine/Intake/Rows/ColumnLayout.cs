using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>What the columns of a list are: which is the id, which are the job's, which its progress.</summary>
internal sealed class ColumnLayout
{
    /// <summary>More is no list of jobs.</summary>
    public const int MaxColumns = 1_000;

    private readonly string[] _names;

    private ColumnLayout(IReadOnlyList<string> headers)
    {
        _names = headers.Select(ColumnName.Canonical).ToArray();
        Id = Array.IndexOf(_names, ColumnName.JobId);
        Progress = ProgressColumns.In(_names);
        JobColumns = Enumerable
            .Range(0, _names.Length)
            .Where(index => Progress is null || !ProgressColumns.IsOne(_names[index]))
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

    /// <summary>What is wrong with the header.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The name a column is kept under.</summary>
    public string Name(int index) => _names[index];

    private IEnumerable<string> ProblemsOf(IReadOnlyList<string> headers)
    {
        if (headers.Count > MaxColumns)
        {
            yield return $"has {headers.Count} columns; the limit is {MaxColumns}";
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
        for (var index = 0; index < headers.Count; index++)
        {
            var name = _names[index];
            var key = ColumnName.Key(name);
            if (key.Length == 0)
            {
                yield return $"column {index + 1} has no name; name it or remove it";
            }
            else if (!first.TryAdd(key, index))
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
