using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>
/// The user's own rules: JSON (an array of objects) or CSV with a header. A rule has a
/// <c>category</c> and at least one of <c>message</c>, <c>exception_type</c> and <c>exit_code</c>;
/// it may have a <c>type</c> and a <c>name</c>.
/// </summary>
public static class FailureRulesFile
{
    private const int MaxRules = 1_000;

    /// <summary>Reads and checks the file.</summary>
    /// <param name="path">Ends in <c>.json</c> or <c>.csv</c>; any other is told by its content.</param>
    /// <returns>The rules in order.</returns>
    /// <exception cref="ConfigurationException">
    /// It cannot be read or has faults: all of them, each with its line.
    /// </exception>
    public static IReadOnlyList<FailureRule> Read(string path)
    {
        var full = Path.GetFullPath(path);
        var content = SmallFile.Read(full);
        var faults = new List<string>();
        var entries = IsJson(full, content)
            ? RulesJson.Read(content, faults)
            : RulesCsv.Read(full, faults);
        if (entries.Count > MaxRules)
        {
            faults.Add($"it has {entries.Count} rules; the limit is {MaxRules}.");
        }

        var rules = Build(entries.Take(MaxRules), Path.GetFileName(full), faults);
        if (rules.Count + faults.Count == 0)
        {
            faults.Add("it has no rules.");
        }

        return faults.Count == 0 ? rules : throw new ConfigurationException(full, faults);
    }

    private static List<FailureRule> Build(
        IEnumerable<RuleEntry> entries,
        string file,
        List<string> faults
    )
    {
        var rules = new List<FailureRule>();
        var lines = new HashSet<int>();
        foreach (var entry in entries)
        {
            // Several rules on one line are told apart by their number.
            var name = lines.Add(entry.Line)
                ? $"{file}:{entry.Line}"
                : $"{file}:{entry.Line}#{rules.Count + 1}";
            if (RuleBuilder.Build(entry, name, faults) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    private static bool IsJson(string path, ReadOnlySpan<byte> content) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => true,
            ".csv" => false,
            _ => content.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'[' or (byte)'{' or (byte)'/', ..],
        };
}
