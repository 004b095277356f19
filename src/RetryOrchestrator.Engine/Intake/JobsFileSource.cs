using System.Security.Cryptography;
using RetryOrchestrator.Engine.Csv;
using RetryOrchestrator.Engine.Intake.Rows;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Intake;

/// <summary>
/// The jobs file: CSV in UTF-8, delimited by commas, semicolons or tabs. It may have progress
/// columns, and is then taken over with its state. It is read row by row, in memory that grows by
/// some 30 bytes a job.
/// </summary>
public sealed class JobsFileSource : IJobSource
{
    // Part of every fingerprint: when the same bytes come to mean other jobs, this changes.
    private const string Format = "jobs-2";

    private readonly Func<Job, string?>? _validate;
    private readonly string? _validationName;

    /// <param name="path">The file; relative to the current folder.</param>
    /// <param name="validate">
    /// Says what else is wrong with a job, or null.
    /// </param>
    /// <param name="validationName">
    /// Names what <paramref name="validate"/> asks: a list that passed the check of that name once
    /// is not checked again while it is the same. Without a name it is taken in each time.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public JobsFileSource(
        string path,
        Func<Job, string?>? validate = null,
        string? validationName = null
    )
    {
        Name = Path.GetFullPath(path);
        BaseDirectory = Path.GetDirectoryName(Name) ?? Name;
        _validate = validate;
        _validationName = validationName;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string BaseDirectory { get; }

    /// <summary>
    /// The SHA-256 of the content. Null when the file cannot be read: <see cref="Read"/> says why.
    /// </summary>
    public string? Fingerprint()
    {
        if (_validate is not null && _validationName is null)
        {
            return null;
        }

        using var stream = CsvInput.Open(Name, out _);
        try
        {
            return stream is null
                ? null
                : $"{Format}:{_validationName}:{Convert.ToHexString(SHA256.HashData(stream))}";
        }
        catch (Exception fault) when (CsvInput.IsReadFault(fault))
        {
            return null;
        }
    }

    /// <summary>Sees that there is a file to be read, before anything else is asked of its reader.</summary>
    /// <exception cref="IntakeException">There is none, or it cannot be opened.</exception>
    public void ThrowIfUnreadable()
    {
        using var stream = CsvInput.Open(Name, out var problem);
        if (stream is null)
        {
            throw new IntakeException(Name, [new IntakeFault("the file", problem!)], 1);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<IntakeItem> Read()
    {
        var rows = new RowReader("line", _validate);
        ColumnLayout? layout = null;
        var any = false;
        foreach (var record in CsvFile.Read(Name, ColumnLayout.HasId))
        {
            if (record.Problem is { } problem)
            {
                yield return Fault(record.Place, problem);
                any = true;
            }
            else if (layout is not null)
            {
                foreach (var item in rows.Read(layout, record.Fields, record.Line))
                {
                    yield return item;
                }

                any = true;
            }
            else
            {
                layout = ColumnLayout.Of(record.Fields);
                foreach (var fault in layout.Problems)
                {
                    yield return Fault(record.Place, fault);
                    any = true;
                }
            }

            // Without a header nothing can be said about the rows.
            if (layout is null or { Id: < 0 })
            {
                yield break;
            }
        }

        if (!any)
        {
            yield return Fault(
                "the file",
                "has no jobs: " + (layout is null ? "it is blank" : "there is only a header")
            );
        }
    }

    private static IntakeItem Fault(string place, string problem) =>
        new(null, new IntakeFault(place, problem));
}
