using System.Globalization;
using System.Text;
using System.Text.Json;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>
/// Values of a configuration file as settings take them: whole numbers as long, whatever way they
/// are written; texts, truth values, lists of texts, tables of these. Anything else is an
/// <see cref="Unusable"/>, which says what it is.
/// </summary>
internal static class JsonSettingValue
{
    /// <summary>Reads the value that a reader stands on, to its end.</summary>
    /// <param name="reader">On the value's first token.</param>
    /// <param name="text">What it reads, for lines.</param>
    /// <param name="twice">Names that stand twice in a table.</param>
    public static object? Read(
        ref Utf8JsonReader reader,
        JsonText text,
        out IReadOnlyList<(int Line, string Problem)> twice
    )
    {
        var found = new List<(int, string)>();
        twice = found;
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => ReadList(ref reader),
            JsonTokenType.StartObject => ReadTable(ref reader, text, found),
            _ => ReadPlain(ref reader),
        };
    }

    private static object? ReadPlain(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => ReadNumber(ref reader),
            JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
            JsonTokenType.String => reader.GetString(),
            _ => null,
        };

    // 2.0 and 2e0 are whole: JSON does not tell kinds of numbers apart, nor do programs that write it.
    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var number))
        {
            return number;
        }

        var written = Encoding.UTF8.GetString(reader.ValueSpan);
        return
            decimal.TryParse(
                written,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var exact
            )
            && exact == decimal.Truncate(exact)
            && exact is >= long.MinValue and <= long.MaxValue
            ? (long)exact
            : new Unusable(written.Length > 40 ? $"{written[..40]}..." : written);
    }

    private static object ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<string>();
        string? other = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                items.Add(reader.GetString()!);
            }
            else
            {
                other ??= KindOf(reader.TokenType);
                reader.Skip();
            }
        }

        return other is null ? items : new Unusable($"a list with {other} in it");
    }

    private static object ReadTable(
        ref Utf8JsonReader reader,
        JsonText text,
        List<(int Line, string Problem)> twice
    )
    {
        var values = new Dictionary<string, object>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        string? other = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var line = text.LineOf(reader);
            var name = reader.GetString()!;
            // Two names that look the same are the same, as in lists of jobs.
            var seen = NameText.Of(name).Trim();
            if (!lines.TryAdd(seen, line))
            {
                twice.Add(
                    (line, $"has {Excerpt.Of(name)} twice, first on line {lines[seen]}; keep one.")
                );
            }

            reader.Read();
            var value = ReadPlain(ref reader);
            if (value is null or Unusable)
            {
                other ??= $"{Excerpt.Of(name)} is {value ?? KindOf(reader.TokenType)}";
                reader.Skip();
            }
            else
            {
                values[name] = value;
            }
        }

        return other is null ? values : new Unusable($"a table whose {other}");
    }

    private static string KindOf(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.StartObject => "a table",
            _ => "null",
        };

    /// <summary>A value that no setting can be.</summary>
    private sealed record Unusable(string Kind)
    {
        public override string ToString() => Kind;
    }
}
