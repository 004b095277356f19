using RetryOrchestrator.Engine.Csv;
using RetryOrchestrator.Engine.Intake.Rows;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Intake;

/// <summary>
/// Jobs that were piped in as objects: the same rules as for a file, with objects counted from 1
/// in the place of lines.
/// </summary>
public sealed class JobListSource : IJobSource
{
    private readonly IReadOnlyList<IReadOnlyList<KeyValuePair<string, string?>>> _objects;
    private readonly Func<Job, string?>? _validate;

    /// <param name="objects">
    /// The properties of each object, in order, their values as text; null is an empty value.
    /// </param>
    /// <param name="baseDirectory">The folder that <c>video_path</c> is relative to.</param>
    /// <param name="validate">Says what else is wrong with a job, or null.</param>
    public JobListSource(
        IReadOnlyList<IReadOnlyList<KeyValuePair<string, string?>>> objects,
        string baseDirectory,
        Func<Job, string?>? validate = null
    )
    {
        _objects = objects;
        BaseDirectory = baseDirectory;
        _validate = validate;
    }

    /// <inheritdoc/>
    public string Name => "the pipeline";

    /// <inheritdoc/>
    public string BaseDirectory { get; }

    /// <summary>Null: objects are taken in each time.</summary>
    public string? Fingerprint() => null;

    /// <inheritdoc/>
    public IEnumerable<IntakeItem> Read()
    {
        if (_objects.Count == 0)
        {
            yield return new(null, new IntakeFault("the pipeline", "holds no jobs"));
            yield break;
        }

        var rows = new RowReader("object", _validate);
        var any = false;
        string[] headers = [];
        var layout = ColumnLayout.Of(headers);
        for (var index = 0; index < _objects.Count; index++)
        {
            var properties = _objects[index];
            // Objects of one pipeline mostly look alike; those that do not have their own columns.
            if (!headers.SequenceEqual(properties.Select(property => property.Key)))
            {
                headers = properties.Select(property => property.Key).ToArray();
                layout = ColumnLayout.Of(headers);
            }

            foreach (var item in ReadObject(rows, layout, properties, index + 1))
            {
                yield return item;
                any = true;
            }
        }

        if (!any)
        {
            yield return new(null, new IntakeFault("the pipeline", "holds no jobs: all is blank"));
        }
    }

    private static IEnumerable<IntakeItem> ReadObject(
        RowReader rows,
        ColumnLayout layout,
        IReadOnlyList<KeyValuePair<string, string?>> properties,
        int number
    )
    {
        var cells = properties.Select(property => property.Value ?? "").ToArray();
        // What a spreadsheet left behind, read with Import-Csv.
        if (cells.Length > 0 && Array.TrueForAll(cells, CsvRecord.IsBlank))
        {
            return [];
        }

        if (Array.Exists(cells, cell => cell.Contains('\0')))
        {
            return [new IntakeItem(null, rows.Fault(number, "holds a NUL character; remove it"))];
        }

        return layout.Problems.Count == 0
            ? rows.Read(layout, cells, number)
            : layout.Problems.Select(problem => new IntakeItem(null, rows.Fault(number, problem)));
    }
}
