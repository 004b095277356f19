using CsvHelper;

namespace RetryOrchestrator.Engine.Csv;

/// <summary>
/// Tells the delimiter from the header, quoted names with delimiters in them included. CsvHelper's
/// own detection looks at how even the lines are, which free text in a column can spoil.
/// </summary>
internal static class DelimiterDetection
{
    private static readonly char[] Candidates = [',', ';', '\t'];

    /// <summary>
    /// The delimiter that makes the first record a header the caller knows; if none does, the one
    /// that gives the most columns, a comma before the others.
    /// </summary>
    /// <param name="start">The start of the file, the header in it.</param>
    /// <param name="isHeader">Whether these are the names of columns.</param>
    public static char Of(byte[] start, Func<string[], bool> isHeader)
    {
        var byColumns = Candidates
            .Select(delimiter => (Delimiter: delimiter, Names: Header(start, delimiter)))
            .OrderByDescending(candidate => candidate.Names.Length)
            .ToList();
        var known = byColumns.FindIndex(candidate => isHeader(candidate.Names));
        return byColumns[Math.Max(known, 0)].Delimiter;
    }

    private static string[] Header(byte[] start, char delimiter)
    {
        using var reader = CsvReader.Create(
            start,
            new CsvReaderOptions { Separator = delimiter, HasHeader = false }
        );
        while (reader.Read())
        {
            var fields = CsvRecord.FieldsOf(reader);
            if (!Array.TrueForAll(fields, CsvRecord.IsBlank))
            {
                return fields;
            }
        }

        return [];
    }
}
