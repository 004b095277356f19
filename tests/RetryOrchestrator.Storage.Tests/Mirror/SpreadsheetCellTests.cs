using CsCheck;

namespace RetryOrchestrator.Storage.Tests.Mirror;

public sealed class SpreadsheetCellTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''-x", "'''-x")]
    [InlineData("-1-2", "'-1-2")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-", "'-")]
    [InlineData("-1.", "'-1.")]
    [InlineData("-1e", "'-1e")]
    public void What_a_spreadsheet_would_run_is_marked(string cell, string escaped) =>
        Assert.Equal(escaped, SpreadsheetCell.Escape(cell));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("a=b")]
    [InlineData("'")]
    [InlineData("'quoted'")]
    [InlineData("-5")]
    [InlineData("+49123456")]
    [InlineData("-12.5")]
    [InlineData("-1.5e+10")]
    [InlineData("2026-03-01T08:00:00.000+00:00")]
    public void Other_cells_and_numbers_stay(string cell) =>
        Assert.Equal(cell, SpreadsheetCell.Escape(cell));

    [Fact]
    public void Whatever_was_escaped_can_be_undone_and_nothing_runs() =>
        Gen.Char["'=+-@\t\r\n1.e a"]
            .Array[0, 6]
            .Select(characters => new string(characters))
            .Sample(cell =>
            {
                var escaped = SpreadsheetCell.Escape(cell);
                Assert.Equal(cell, SpreadsheetCell.Unescape(escaped));
                Assert.True(
                    escaped.Length == 0
                        || !"=+-@\t\r\n".Contains(escaped[0])
                        || double.TryParse(
                            escaped,
                            System.Globalization.CultureInfo.InvariantCulture,
                            out _
                        )
                );
            });
}
