using RetryOrchestrator.Engine.Text;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>
/// A mapping of a flow file that is read key by key. What is wrong is noted with its place, and
/// the reader goes on, so that one look tells all faults.
/// </summary>
internal sealed class FlowMapping
{
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = [];
    private readonly YamlNode _node;
    private readonly string _what;

    /// <param name="node">The mapping.</param>
    /// <param name="what">What it describes, for messages: <c>a flow</c>.</param>
    /// <param name="keys">The keys it may have.</param>
    /// <param name="problems">Where faults are noted.</param>
    public FlowMapping(
        YamlNode node,
        string what,
        IReadOnlyCollection<string> keys,
        FlowProblems problems
    )
    {
        _node = node;
        _what = what;
        Problems = problems;
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(node, $"Expected {what} with the keys {string.Join(", ", keys)}.");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (keys.Contains(name))
            {
                _entries[name] = (key, value);
                continue;
            }

            var near = NearestName.Of(name, keys) is { } meant ? $" Did you mean '{meant}'?" : "";
            problems.Add(
                key,
                $"Unknown key '{name}' in {what}.{near} Known: {string.Join(", ", keys)}."
            );
        }
    }

    public FlowProblems Problems { get; }

    public bool Has(string key) => _entries.ContainsKey(key);

    public YamlNode? Node(string key) =>
        _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>A required text with placeholders.</summary>
    public FlowText? RequiredText(string key)
    {
        if (!Has(key))
        {
            Missing(key);
        }

        return Text(key);
    }

    /// <summary>A text with placeholders, or null.</summary>
    public FlowText? Text(string key) =>
        Node(key) is { } node ? FlowScalar.Text(node, key, Problems) : null;

    /// <summary>A text without placeholders, or null.</summary>
    public string? PlainText(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (text.Columns.Any())
        {
            Problems.Add(
                text.At,
                $"'{key}' cannot have placeholders: it is the same for all jobs."
            );
        }

        return text.Source;
    }

    public TimeSpan? Duration(string key, TimeSpan longest) =>
        Node(key) is { } node ? FlowScalar.Duration(node, key, longest, Problems) : null;

    public bool? Boolean(string key) =>
        Node(key) is { } node ? FlowScalar.Boolean(node, key, Problems) : null;

    /// <summary>An element, or null.</summary>
    public FlowSelector? Selector(string key) =>
        Node(key) is { } node ? SelectorReader.Read(node, Problems) : null;

    /// <summary>A list, item by item; empty when the key is not there.</summary>
    public IReadOnlyList<T> Items<T>(string key, string what, Func<YamlNode, FlowProblems, T?> read)
        where T : class
    {
        if (Node(key) is not { } node)
        {
            return [];
        }

        if (node is not YamlSequenceNode list)
        {
            Problems.Add(node, $"'{key}' is {what}: write one '- …' line for each.");
            return [];
        }

        return list.Children.Select(item => read(item, Problems)).OfType<T>().ToList();
    }

    /// <summary>A mapping of free names to texts, whole numbers and yes or no.</summary>
    public IReadOnlyList<T> Values<T>(string key, Func<string, FlowText?, object?, T> make)
    {
        if (Node(key) is not { } node)
        {
            return [];
        }

        if (node is not YamlMappingNode mapping)
        {
            Problems.Add(node, $"'{key}' is a mapping: write one 'name: value' line for each.");
            return [];
        }

        var values = new List<T>();
        foreach (var (name, value) in mapping.Children)
        {
            var word = (name as YamlScalarNode)?.Value ?? "";
            if (FlowScalar.Literal(value) is { } literal)
            {
                values.Add(make(word, null, literal));
            }
            else if (FlowScalar.Text(value, word, Problems) is { } text)
            {
                values.Add(make(word, text, null));
            }
        }

        return values;
    }

    public void Missing(string key) =>
        Problems.Add(_node, $"'{key}' is missing in {_what}. Add '{key}: …'.");
}
