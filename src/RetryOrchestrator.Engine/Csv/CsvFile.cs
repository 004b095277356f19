namespace RetryOrchestrator.Engine.Csv;

/// <summary>
/// Reads a CSV file record by record, in memory that does not grow with the file. Whatever is
/// wrong comes as a record that says so, and reading goes on behind it where it can.
/// </summary>
internal static class CsvFile
{
    private const int HeaderSearch = 64 * 1024;

    /// <summary>The header, then the other records. Blank lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isHeader">Tells the delimiter: whether these can be the names of columns.</param>
    public static IEnumerable<CsvRecord> Read(string path, Func<string[], bool> isHeader)
    {
        using var stream = CsvInput.Open(path, out var problem);
        if (stream is null)
        {
            yield return CsvRecord.Faulty(0, problem!);
            yield break;
        }

        using var records = new CsvRecords(stream, isHeader);
        while (records.Next() is { } record)
        {
            yield return record;
        }
    }

    /// <summary>The first bytes of a stream, which then stands at its start again.</summary>
    public static byte[] Start(Stream stream)
    {
        var start = new byte[HeaderSearch];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..read];
    }
}
