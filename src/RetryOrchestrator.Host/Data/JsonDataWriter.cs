using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetryOrchestrator.Host.Data;

/// <summary>
/// One array, an object a line, so that it can be read while it grows. Enumerations are words,
/// times text with their offset.
/// </summary>
internal sealed class JsonDataWriter(TextWriter text) : IDataWriter
{
    /// <summary>How deep objects in objects are followed; deeper ones are text.</summary>
    private const int MaxDepth = 5;

    private static readonly JsonWriterOptions Style = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private bool _any;

    /// <inheritdoc/>
    public void Write(PSObject item)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Style))
        {
            WriteValue(json, item, 0);
        }

        text.Write(_any ? ",\n " : "[");
        text.Write(Encoding.UTF8.GetString(bytes.ToArray()));
        text.Flush();
        _any = true;
    }

    /// <inheritdoc/>
    public void End()
    {
        text.Write(_any ? "]\n" : "[]\n");
        text.Flush();
    }

    private static void WriteValue(Utf8JsonWriter json, object? wrapped, int depth)
    {
        var value = DataValue.Unwrap(wrapped);
        switch (value)
        {
            case null:
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
            case float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case not (Enum or char) when value.GetType().IsPrimitive || value is decimal:
                json.WriteRawValue(DataValue.Text(value)!);
                break;
            case var _ when DataValue.Text(value) is { } words:
                json.WriteStringValue(words);
                break;
            case var _ when depth >= MaxDepth:
                json.WriteStringValue(value.ToString());
                break;
            case IDictionary map:
                WriteMap(json, map, depth);
                break;
            case IEnumerable many:
                json.WriteStartArray();
                foreach (var one in many)
                {
                    WriteValue(json, one, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                WriteProperties(json, PSObject.AsPSObject(wrapped), depth);
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter json, IDictionary map, int depth)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            json.WritePropertyName(DataValue.Cell(entry.Key));
            WriteValue(json, entry.Value, depth + 1);
        }

        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, PSObject item, int depth)
    {
        json.WriteStartObject();
        foreach (var property in item.Properties)
        {
            json.WritePropertyName(property.Name);
            WriteValue(json, DataValue.Read(property), depth + 1);
        }

        json.WriteEndObject();
    }
}
