using System.Text.Json;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>
/// <c>orchestrator.json</c>: one object whose names are the parameters'. Comments and trailing
/// commas are allowed.
/// </summary>
public sealed class ConfigurationFile
{
    /// <summary>What the file is called beside a jobs file.</summary>
    public const string FileName = "orchestrator.json";

    private ConfigurationFile(string path, IReadOnlyDictionary<string, object> values)
    {
        Path = path;
        Values = values;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The values by setting name; paths are absolute.</summary>
    public IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="ConfigurationException">
    /// It is missing, too large, no JSON, or has faults: all of them, each with its line.
    /// </exception>
    public static ConfigurationFile Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return new ConfigurationFile(full, new Parser(full, SmallFile.Read(full)).Parse());
    }

    /// <summary>Walks through the JSON once, noting each fault with its line.</summary>
    private sealed class Parser(string path, byte[] bytes)
    {
        private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> _faults = [];
        private readonly JsonText _text = new(bytes);

        public IReadOnlyDictionary<string, object> Parse()
        {
            _text.Read(_faults, ReadObject);
            return _faults.Count == 0 ? _values : throw new ConfigurationException(path, _faults);
        }

        private void ReadObject(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                _faults.Add("line 1: it must hold one object, such as { \"Workers\": 3 }.");
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var line = _text.LineOf(reader);
                var name = reader.GetString()!;
                reader.Read();
                Take(name, ReadValue(ref reader), line);
            }
        }

        private void Take(string name, object? value, int line)
        {
            // For editors, which check the file against a schema.
            if (name == "$schema")
            {
                return;
            }

            if (SettingCatalog.Find(name) is not { } setting)
            {
                _faults.Add(
                    $"line {line}: there is no setting {Excerpt.Of(name)}.{Suggestion(name)}"
                );
                return;
            }

            var accepted = SettingValue.Check(setting, value, out var problem);
            if (accepted is null)
            {
                _faults.Add($"line {line}: {problem}");
            }
            else if (!_values.TryAdd(setting.Name, Located(setting, accepted)))
            {
                _faults.Add($"line {line}: {setting.Name} is set twice.");
            }
        }

        // Not for faults that are only counted: a file may be made of nothing else.
        private string Suggestion(string name)
        {
            var names = SettingCatalog.All.SelectMany(s => s.Aliases.Prepend(s.Name));
            return
                _faults.Count < ConfigurationException.MaxShown
                && NearestName.Of(name, names) is { } near
                ? $" Did you mean {near}?"
                : "";
        }

        // A program is looked for on PATH, unless it is written as a path.
        private object Located(SettingDefinition setting, object value)
        {
            var text = value as string;
            var isPath =
                setting.Kind == SettingKind.Path
                || (setting.Kind == SettingKind.Program && text!.AsSpan().ContainsAny('/', '\\'));
            return isPath
                ? System.IO.Path.GetFullPath(text!, System.IO.Path.GetDirectoryName(path)!)
                : value;
        }

        private static object? ReadValue(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number:
                    return reader.TryGetInt64(out var number) ? number : (object)reader.GetDouble();
                case JsonTokenType.True or JsonTokenType.False:
                    return reader.GetBoolean();
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.StartArray:
                    using (var array = JsonDocument.ParseValue(ref reader))
                    {
                        return TextsOf(array.RootElement)
                            ?? (object)new Unusable("a list with something else than texts");
                    }

                case JsonTokenType.StartObject:
                    using (var table = JsonDocument.ParseValue(ref reader))
                    {
                        return TableOf(table.RootElement) ?? (object)new Unusable("an object");
                    }

                default:
                    return null;
            }
        }

        private static List<string>? TextsOf(JsonElement list)
        {
            var items = list.EnumerateArray().ToList();
            return items.TrueForAll(item => item.ValueKind == JsonValueKind.String)
                ? items.ConvertAll(item => item.GetString()!)
                : null;
        }

        // Of two values under one name the last counts, as everywhere in JSON.
        private static Dictionary<string, object>? TableOf(JsonElement table)
        {
            var values = new Dictionary<string, object>();
            foreach (var property in table.EnumerateObject())
            {
                if (PlainOf(property.Value) is not { } value)
                {
                    return null;
                }

                values[property.Name] = value;
            }

            return values;
        }

        private static object? PlainOf(JsonElement value) =>
            value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
                JsonValueKind.Number when value.TryGetInt64(out var number) => number,
                _ => null,
            };

        /// <summary>A value that no setting can be.</summary>
        private sealed record Unusable(string Kind)
        {
            public override string ToString() => Kind;
        }
    }
}
