using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using RetryOrchestrator.Host.Data;

namespace RetryOrchestrator.Host.Tests.Data;

public sealed class DataWriterTests
{
    private static readonly DateTimeOffset Moment = new(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
    private readonly StringWriter _text = new();

    [Fact]
    public void Times_on_this_machines_clock_are_written_in_UTC_and_others_with_their_offset()
    {
        var moment = new DateTimeOffset(2030, 7, 2, 3, 4, 5, TimeSpan.Zero);
        var elsewhere = moment.ToOffset(new TimeSpan(12, 45, 0));

        Assert.Equal(
            "2030-07-02T03:04:05.0000000+00:00",
            DataValue.Text(TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.Local))
        );
        Assert.Equal("2030-07-02T15:49:05.0000000+12:45", DataValue.Text(elsewhere));
    }

    [Fact]
    public void Csv_has_a_header_of_the_first_object_and_a_row_for_each()
    {
        var csv = new CsvDataWriter(_text);

        csv.Write(Item(("Id", "a,b"), ("When", Moment), ("Took", TimeSpan.FromSeconds(62))));
        csv.Write(Item(("Took", null), ("Id", "say \"hi\"\nthere"), ("Extra", 1)));
        csv.End();

        Assert.Equal(
            """
            Id,When,Took
            "a,b",2030-01-02T03:04:05.0000000+02:00,00:01:02
            "say ""hi""
            there",,

            """.ReplaceLineEndings("\n"),
            _text.ToString().ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void Csv_writes_numbers_invariantly_and_joins_lists()
    {
        var csv = new CsvDataWriter(_text);

        csv.Write(Item(("Rate", 62.5), ("Day", DayOfWeek.Friday), ("Tags", new[] { "a", "b" })));

        Assert.Equal(["Rate,Day,Tags", "62.5,Friday,a; b"], Lines());
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-x", "'-x")]
    [InlineData("'=1", "''=1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("a=b", "a=b")]
    [InlineData("a\u001b[31mb\u0007\u007f\u009bc", "a␛[31mb␇␡\uFFFDc")]
    public void Csv_is_safe_in_a_spreadsheet_and_in_a_terminal(string value, string cell)
    {
        var csv = new CsvDataWriter(_text);

        csv.Write(Item(("Id", value)));

        Assert.Equal(cell, Lines()[1]);
    }

    [Fact]
    public void Json_is_safe_in_a_terminal_and_keeps_every_character()
    {
        var json = new JsonDataWriter(_text);
        const string text = "a\u001b[31mb\u0007\u007f\u009b\u0085c";

        json.Write(Item(("Id", text)));
        json.End();

        Assert.DoesNotContain(_text.ToString(), c => char.IsControl(c) && c != '\n');
        using var document = JsonDocument.Parse(_text.ToString());
        Assert.Equal(text, document.RootElement[0].GetProperty("Id").GetString());
    }

    [Fact]
    public void Csv_of_plain_values_has_one_column()
    {
        var csv = new CsvDataWriter(_text);

        csv.Write(PSObject.AsPSObject("x"));
        csv.Write(PSObject.AsPSObject(2));

        Assert.Equal(["Value", "x", "2"], Lines());
    }

    [Fact]
    public void Csv_of_nothing_is_empty()
    {
        new CsvDataWriter(_text).End();

        Assert.Empty(_text.ToString());
    }

    [Fact]
    public void Json_is_one_array_whatever_the_number_of_objects()
    {
        for (var count = 0; count <= 2; count++)
        {
            var text = new StringWriter();
            var json = new JsonDataWriter(text);
            for (var i = 0; i < count; i++)
            {
                json.Write(Item(("Id", i)));
            }

            json.End();

            using var document = JsonDocument.Parse(text.ToString());
            Assert.Equal(count, document.RootElement.GetArrayLength());
        }
    }

    [Fact]
    public void Json_keeps_types_that_it_has_and_writes_the_others_as_text()
    {
        var json = new JsonDataWriter(_text);

        json.Write(
            Item(
                ("Text", "✓ <é>"),
                ("Count", 3L),
                ("Rate", 62.5),
                ("NotANumber", double.NaN),
                ("Yes", true),
                ("Nothing", null),
                ("Day", DayOfWeek.Friday),
                ("When", Moment),
                ("Took", TimeSpan.FromSeconds(62)),
                ("List", new[] { 1, 2 }),
                ("Map", new Hashtable { ["k"] = "v" }),
                ("Inner", Item(("A", 1)))
            )
        );
        json.End();

        Assert.Equal(
            """
            [{"Text":"✓ <é>","Count":3,"Rate":62.5,"NotANumber":null,"Yes":true,"Nothing":null,
            "Day":"Friday","When":"2030-01-02T03:04:05.0000000+02:00","Took":"00:01:02",
            "List":[1,2],"Map":{"k":"v"},"Inner":{"A":1}}]
            """.ReplaceLineEndings(""),
            _text.ToString().TrimEnd()
        );
    }

    [Fact]
    public void Json_of_an_object_that_holds_itself_comes_to_an_end()
    {
        var item = Item(("Id", 1));
        item.Properties.Add(new PSNoteProperty("Self", item));
        var json = new JsonDataWriter(_text);

        json.Write(item);
        json.End();

        using var document = JsonDocument.Parse(_text.ToString());
        Assert.Equal(1, document.RootElement.GetArrayLength());
    }

    private static PSObject Item(params (string Name, object? Value)[] properties)
    {
        var item = new PSObject();
        foreach (var (name, value) in properties)
        {
            item.Properties.Add(new PSNoteProperty(name, value));
        }

        return item;
    }

    private string[] Lines() =>
        _text
            .ToString()
            .ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
