using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Values;

/// <summary>
/// A job's columns as a JSON object in their order. Written and read without intermediate
/// strings, since a list may have millions of rows.
/// </summary>
internal sealed class ColumnsJson
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly List<string> _names = [];

    public ColumnsJson() =>
        _writer = new Utf8JsonWriter(
            _buffer,
            new JsonWriterOptions
            {
                // Readable in any database browser; it is never put into a page of HTML.
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                SkipValidation = true,
            }
        );

    /// <summary>The JSON of the columns, valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(JobColumns columns)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        foreach (var (name, value) in columns)
        {
            _writer.WriteString(name, value);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>The columns of a JSON object in a row.</summary>
    public JobColumns Read(Statement row, int column)
    {
        try
        {
            return Read(row.Utf8(column));
        }
        catch (Exception fault)
            when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            throw row.Damaged(column, "no JSON of a job's columns");
        }
    }

    /// <summary>The columns of a JSON object, in its order.</summary>
    public JobColumns Read(ReadOnlySpan<byte> json)
    {
        var columns = new List<KeyValuePair<string, string>>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = NameAt(columns.Count, ref reader);
                reader.Read();
                columns.Add(KeyValuePair.Create(name, reader.GetString() ?? ""));
            }
        }

        return new JobColumns(columns);
    }

    /// <summary>Rows of a list have the same columns as a rule: their names are kept once.</summary>
    private string NameAt(int position, ref Utf8JsonReader reader)
    {
        if (position < _names.Count && reader.ValueTextEquals(_names[position]))
        {
            return _names[position];
        }

        var name = reader.GetString()!;
        if (position == _names.Count)
        {
            _names.Add(name);
        }

        return name;
    }
}
