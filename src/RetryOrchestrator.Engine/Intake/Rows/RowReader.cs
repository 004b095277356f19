using RetryOrchestrator.Engine.Csv;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>
/// Makes jobs of rows, one list from its first row to its last: what files and piped objects have
/// in common.
/// </summary>
internal sealed class RowReader
{
    private const int MaxIdLength = 200;

    private readonly string _unit;
    private readonly Func<Job, string?>? _validate;
    private readonly ProgressReader _progress = new(FailureClassifier.BuiltIn);
    private readonly SeenIds _seen = new();
    private readonly List<string> _problems = [];
    private readonly HashSet<int> _namelessTold = [];

    /// <param name="unit">What a row's number counts: <c>line</c> or <c>object</c>.</param>
    /// <param name="validate">Says what else is wrong with a job; null when nothing is.</param>
    public RowReader(string unit, Func<Job, string?>? validate)
    {
        _unit = unit;
        _validate = validate;
    }

    /// <summary>Reads one row: the job, or everything that is wrong with it.</summary>
    /// <param name="layout">The columns, <c>job_id</c> among them.</param>
    /// <param name="cells">As many as there are columns.</param>
    /// <param name="number">Its line or object, from 1.</param>
    public IEnumerable<IntakeItem> Read(ColumnLayout layout, string[] cells, int number)
    {
        _problems.Clear();
        if (layout.Progress is not null)
        {
            cells = Array.ConvertAll(cells, SpreadsheetCell.Unescape);
        }

        if (layout.IsHeader(cells))
        {
            return
            [
                new IntakeItem(
                    null,
                    Fault(number, "is a header again, as of a file appended to this one; remove it")
                ),
            ];
        }

        var cleaned = CleanNames(layout, cells);
        var id = cells[layout.Id].Trim();
        cells[layout.Id] = id;
        CheckId(id, number);
        CheckNameless(layout, cells);
        var progress = layout.Progress is { } columns
            ? _progress.Read(columns, cells, _problems)
            : null;
        var job = new Job(id, ColumnsOf(layout, cells));
        if (_problems.Count == 0 && _validate?.Invoke(job) is { } problem)
        {
            _problems.Add(problem);
        }

        return _problems.Count == 0
            ? [new IntakeItem(new JobRow(job, progress, Cleaned(number, cleaned)), null)]
            : _problems.ConvertAll(text => new IntakeItem(null, Fault(number, text)));
    }

    /// <summary>A fault of a row.</summary>
    public IntakeFault Fault(int number, string problem) => new($"{_unit} {number}", problem);

    private static JobColumns ColumnsOf(ColumnLayout layout, string[] cells)
    {
        var columns = new KeyValuePair<string, string>[layout.JobColumns.Count];
        for (var index = 0; index < columns.Length; index++)
        {
            var column = layout.JobColumns[index];
            columns[index] = KeyValuePair.Create(layout.Name(column), cells[column]);
        }

        return new JobColumns(columns);
    }

    // Two names that look the same are the same: whatever else they hold is taken out.
    private static List<string>? CleanNames(ColumnLayout layout, string[] cells)
    {
        List<string>? cleaned = null;
        foreach (var index in layout.Identities)
        {
            var name = NameText.Of(cells[index]);
            if (name.Length != cells[index].Length)
            {
                (cleaned ??= []).Add(
                    $"{NameText.Changes(cells[index])} in {layout.Name(index)} {Excerpt.Of(name)}"
                );
                cells[index] = name;
            }
        }

        return cleaned;
    }

    private string? Cleaned(int number, List<string>? cleaned) =>
        cleaned is null ? null : $"{_unit} {number}: {string.Join(", ", cleaned)}";

    // Once a column: it is the header that wants mending, or the first row.
    private void CheckNameless(ColumnLayout layout, string[] cells)
    {
        foreach (var index in layout.Nameless)
        {
            if (!CsvRecord.IsBlank(cells[index]) && _namelessTold.Add(index))
            {
                _problems.Add(
                    $"has {Excerpt.Of(cells[index])} in column {index + 1}, which has no name; "
                        + "name the column in the header, or remove the value"
                );
            }
        }
    }

    private void CheckId(string id, int number)
    {
        if (id.Length == 0)
        {
            _problems.Add("job_id is blank; every job needs one of its own");
        }
        else if (id.Length > MaxIdLength)
        {
            _problems.Add(
                $"job_id {Excerpt.Of(id)} has {id.Length} characters; the limit is {MaxIdLength}"
            );
        }
        else if (id.Any(char.IsControl))
        {
            _problems.Add(
                $"job_id {Excerpt.Of(id)} holds a line break or control character; remove it"
            );
        }
        else if (!_seen.TryAdd(id, number, out var first))
        {
            _problems.Add(
                $"job_id {Excerpt.Of(id)} is used by {_unit} {first} already; ids must be unique"
            );
        }
    }
}
