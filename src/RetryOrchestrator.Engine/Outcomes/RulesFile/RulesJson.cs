using System.Text;
using System.Text.Json;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>Reads rules from JSON: an array of objects; comments and trailing commas are allowed.</summary>
internal static class RulesJson
{
    /// <summary>The rules; what is wrong with the text itself is added to the faults.</summary>
    public static IReadOnlyList<RuleEntry> Read(byte[] content, List<string> faults)
    {
        var entries = new List<RuleEntry>();
        var text = new JsonText(content);
        text.Read(
            faults,
            (ref Utf8JsonReader reader) => ReadArray(text, ref reader, entries, faults)
        );
        return entries;
    }

    private static void ReadArray(
        JsonText text,
        ref Utf8JsonReader reader,
        List<RuleEntry> entries,
        List<string> faults
    )
    {
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
            var line = text.LineOf(reader);
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
}
