using CsvHelper;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Csv;

/// <summary>A record of a CSV file as it was read, or what is wrong with it.</summary>
/// <param name="Line">
/// The line it begins on, from 1, as an editor counts: quoted line breaks count too. 0 for the file
/// as a whole.
/// </param>
/// <param name="Fields">Its fields; empty when there is a problem.</param>
/// <param name="Problem">What is wrong and what would be right; null when nothing is.</param>
internal readonly record struct CsvRecord(int Line, string[] Fields, string? Problem = null)
{
    /// <summary>What messages call the place.</summary>
    public string Place => Line == 0 ? "the file" : $"line {Line}";

    public static CsvRecord Faulty(long line, string problem) => new((int)line, [], problem);

    /// <summary>Whether nobody would see anything in a field.</summary>
    public static bool IsBlank(string field) =>
        string.IsNullOrWhiteSpace(InvisibleText.Remove(field));

    /// <summary>The fields of the record a reader stands on.</summary>
    public static string[] FieldsOf(CsvReader reader)
    {
        var fields = new string[reader.FieldCount];
        for (var index = 0; index < fields.Length; index++)
        {
            fields[index] = reader.GetString(index);
        }

        return fields;
    }
}
