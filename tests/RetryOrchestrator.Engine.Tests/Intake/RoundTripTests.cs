using CsCheck;
using CsvHelper;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class RoundTripTests
{
    // Every character that a text may hold: no NUL, no half of a surrogate pair.
    private static readonly Gen<string> Text = Gen.Frequency(
            (6, Gen.Char['a', 'z'].Select(c => c.ToString())),
            (4, Gen.OneOf("\"", ",", ";", "\t", "\n", "\r\n", " ", "'", "=", "-", "+", "@")),
            (1, Gen.OneOf("é", "ß", "動", "🎬", "\u00A0", "\u0007", "\u2028", "\uFFFD"))
        )
        .Array[0, 20]
        .Select(string.Concat);

    private static readonly Gen<string[][]> Tables = Gen.Int[1, 5]
        .SelectMany(columns => Text.Array[columns].Array[1, 8]);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Any_values_written_as_csv_are_read_back_exactly(char separator) =>
        Tables.Sample(values =>
        {
            var rows = JobsFile.Rows(Write(values, separator));
            var read = rows.Select(row =>
                row.Job.Columns.Skip(1).Select(column => column.Value).ToArray()
            );
            Assert.Equal(values, read);
            Assert.Equal(values.Select((_, index) => $"v{index}"), rows.Select(row => row.Job.Id));
        });

    [Fact]
    public void Any_value_comes_back_from_a_spreadsheet_cell() =>
        Text.Sample(value => SpreadsheetCell.Unescape(SpreadsheetCell.Escape(value)) == value);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("+x", "'+x")]
    [InlineData("-x", "'-x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=x", "''=x")]
    [InlineData("-5", "-5")]
    [InlineData("+3.5", "+3.5")]
    [InlineData("'tis", "'tis")]
    [InlineData("", "")]
    public void A_cell_that_a_spreadsheet_would_run_is_made_text(string value, string cell) =>
        Assert.Equal(cell, SpreadsheetCell.Escape(value));

    private static string Write(string[][] values, char separator)
    {
        using var text = new StringWriter();
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Separator = separator }))
        {
            csv.WriteField("job_id");
            foreach (var column in Enumerable.Range(0, values[0].Length))
            {
                csv.WriteField($"c{column}");
            }

            csv.EndRecord();
            foreach (var (row, index) in values.Select((row, index) => (row, index)))
            {
                csv.WriteField($"v{index}");
                foreach (var value in row)
                {
                    csv.WriteField(value);
                }

                csv.EndRecord();
            }
        }

        return text.ToString();
    }
}
