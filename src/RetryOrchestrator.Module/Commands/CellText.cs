using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetryOrchestrator.Module.Commands;

/// <summary>
/// Any value as the text of a column, the same in every culture and time zone: an id that came
/// out otherwise tomorrow would be another job.
/// </summary>
internal static class CellText
{
    /// <summary>How deep objects in objects are followed; deeper ones are their own text.</summary>
    private const int MaxDepth = 16;

    private static readonly JsonWriterOptions Style = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text, or null for nothing.</summary>
    /// <remarks>
    /// A time is ISO 8601 to the tick: a <see cref="DateTimeOffset"/> with its offset, a local
    /// <see cref="DateTime"/> (which is what ConvertFrom-Json makes of a time with an offset) as
    /// the same moment in UTC, one of no zone without one. Lists of simple values are joined by
    /// blanks, as in a PowerShell string; whatever is nested is JSON.
    /// </remarks>
    public static string? Of(object? wrapped)
    {
        var value = Unwrap(wrapped);
        return value switch
        {
            null => null,
            _ when Simple(value) is { } text => text,
            IDictionary or PSObject => Json(value),
            IEnumerable many when Items(many) is var items => items.TrueForAll(item =>
                item is null || Simple(item) is not null
            )
                ? string.Join(' ', items.Select(item => item is null ? "" : Simple(item)))
                : Json(items),
            _ => LanguagePrimitives.ConvertTo<string>(wrapped),
        };
    }

    /// <summary>Numbers, truth values, words and times; null for what consists of parts.</summary>
    private static string? Simple(object value) =>
        value switch
        {
            // It can be formatted too, by whatever it holds.
            PSObject => null,
            string text => text,
            DateTime { Kind: DateTimeKind.Local } local => Iso(local.ToUniversalTime()),
            DateTime or DateTimeOffset or DateOnly or TimeOnly => Iso((IFormattable)value),
            IFormattable one => one.ToString(null, CultureInfo.InvariantCulture),
            bool or char or Uri or Version or FileSystemInfo or ScriptBlock => value.ToString(),
            _ => null,
        };

    private static string Iso(IFormattable time) =>
        time.ToString("O", CultureInfo.InvariantCulture);

    // What has properties of its own alone stays wrapped: they are all there is of it.
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static List<object?> Items(IEnumerable many) =>
        many.Cast<object?>().Select(Unwrap).ToList();

    private static string Json(object value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Style))
        {
            Write(json, value, 0);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? wrapped, int depth)
    {
        var value = Unwrap(wrapped);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double
            or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteStringValue(Simple(value));
                break;
            case not (char or Enum) when value.GetType().IsPrimitive || value is decimal:
                json.WriteRawValue(Simple(value)!);
                break;
            case var _ when Simple(value) is { } text:
                json.WriteStringValue(text);
                break;
            case var _ when depth >= MaxDepth:
                json.WriteStringValue(value.ToString());
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName(Of(entry.Key) ?? "");
                    Write(json, entry.Value, depth + 1);
                }

                json.WriteEndObject();
                break;
            case IEnumerable many:
                json.WriteStartArray();
                Items(many).ForEach(item => Write(json, item, depth + 1));
                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value).Properties)
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.IsGettable ? property.Value : null, depth + 1);
                }

                json.WriteEndObject();
                break;
        }
    }
}
