using System.Text.Json;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Text;

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
    /// <param name="path">The file.</param>
    /// <param name="settings">What may stand in it.</param>
    /// <exception cref="ConfigurationException">
    /// It is missing, too large, no JSON, or has faults: all of them, each with its line.
    /// </exception>
    public static ConfigurationFile Read(string path, SettingCatalog settings)
    {
        var full = System.IO.Path.GetFullPath(path);
        return new ConfigurationFile(
            full,
            new Parser(full, SmallFile.Read(full), settings).Parse()
        );
    }

    /// <summary>Walks through the JSON once, noting each fault with its line.</summary>
    private sealed class Parser(string path, byte[] bytes, SettingCatalog settings)
    {
        private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, int> _lines = [];
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
                var value = JsonSettingValue.Read(ref reader, _text, out var twice);
                Take(name, value, line);
                _faults.AddRange(
                    twice.Select(fault => $"line {fault.Line}: {name} {fault.Problem}")
                );
            }
        }

        private void Take(string name, object? value, int line)
        {
            // For editors, which check the file against a schema.
            if (name == "$schema")
            {
                return;
            }

            if (settings.Find(name) is not { } setting)
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
                _faults.Add(
                    $"line {line}: {setting.Name} is set twice, first on line {_lines[setting.Name]}; keep one."
                );
            }
            else
            {
                _lines[setting.Name] = line;
            }
        }

        // Not for faults that are only counted: a file may be made of nothing else.
        private string Suggestion(string name) =>
            _faults.Count < ConfigurationException.MaxShown
            && NearestName.Of(name, settings.Names) is { } near
                ? $" Did you mean {near}?"
                : "";

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
    }
}
