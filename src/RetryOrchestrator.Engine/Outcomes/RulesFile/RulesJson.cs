using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>Reads rules from JSON: an array of objects; comments and trailing commas are allowed.</summary>
internal static class RulesJson
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The rules; what is wrong with the text itself is added to the faults.</summary>
    public static IReadOnlyList<RuleEntry> Read(ReadOnlySpan<byte> text, List<string> faults)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        var entries = new List<RuleEntry>();
        if (!Utf8.IsValid(text))
        {
            faults.Add("it is not UTF-8; save it as UTF-8.");
            return entries;
        }

        try
        {
            ReadArray(text, entries, faults);
        }
        catch (JsonException exception)
        {
            faults.Add($"line {exception.LineNumber + 1}: this is not JSON. {Brief(exception)}");
        }
        // What the reader says to half of a surrogate pair, such as "\ud800".
        catch (InvalidOperationException)
        {
            faults.Add("a text holds a \\u escape that is no character.");
        }

        return entries;
    }

    private static void ReadArray(
        ReadOnlySpan<byte> text,
        List<RuleEntry> entries,
        List<string> faults
    )
    {
        var reader = new Utf8JsonReader(text, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            faults.Add(
                """line 1: it must hold a list of rules, such as [{ "category": "account", "message": "suspended" }]."""
            );
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var line = 1 + text[..(int)reader.TokenStartIndex].Count((byte)'\n');
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                entries.Add(new RuleEntry(line, ReadFields(ref reader)));
            }
            else
            {
                reader.Skip();
                faults.Add($"line {line}: a rule must be an object in braces.");
            }
        }

        // Anything after the list is a fault too.
        while (reader.Read()) { }
    }

    private static List<RuleField> ReadFields(ref Utf8JsonReader reader)
    {
        var fields = new List<RuleField>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            fields.Add(
                reader.TokenType switch
                {
                    JsonTokenType.String => new RuleField(name, reader.GetString()),
                    JsonTokenType.Number => new RuleField(
                        name,
                        Encoding.UTF8.GetString(reader.ValueSpan),
                        IsText: false
                    ),
                    _ => new RuleField(name, null, IsText: false),
                }
            );
            reader.Skip();
        }

        return fields;
    }

    private static string Brief(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
