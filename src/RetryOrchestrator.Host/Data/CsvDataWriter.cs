using System.Management.Automation;
using CsvHelper;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Host.Data;

/// <summary>
/// A header from the first object's properties and a row for each object, as Export-Csv writes
/// them. What has no properties is a row of one column, <c>Value</c>. A cell that a spreadsheet
/// would run as a formula has an apostrophe in front, and what a terminal would obey is shown.
/// </summary>
internal sealed class CsvDataWriter(TextWriter text) : IDataWriter
{
    // The row's end is the platform's own, as with Export-Csv.
    private readonly CsvWriter _csv = CsvWriter.Create(
        text,
        new CsvWriterOptions { NewLine = Environment.NewLine },
        leaveOpen: true
    );

    private IReadOnlyList<string>? _columns;

    /// <inheritdoc/>
    public void Write(PSObject item)
    {
        var isValue = DataValue.Text(DataValue.Unwrap(item) ?? "") is not null;
        if (_columns is null)
        {
            _columns = isValue ? ["Value"] : [.. item.Properties.Select(property => property.Name)];
            WriteRow(_columns);
        }

        WriteRow(
            isValue
                ? [DataValue.Cell(item)]
                : _columns.Select(column => Cell(item.Properties[column]))
        );
    }

    /// <inheritdoc/>
    public void End()
    {
        _csv.Flush();
        text.Flush();
    }

    private void WriteRow(IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(SpreadsheetCell.Escape(TerminalText.Disarm(cell)));
        }

        _csv.EndRecord();
        End();
    }

    private static string Cell(PSPropertyInfo? property) =>
        property is null ? "" : DataValue.Cell(DataValue.Read(property));
}
