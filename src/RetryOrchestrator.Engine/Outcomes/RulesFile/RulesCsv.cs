using RetryOrchestrator.Engine.Csv;

namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>Reads rules from CSV with a header. An empty cell says nothing.</summary>
internal static class RulesCsv
{
    /// <summary>The rules; what is wrong with the file itself is added to the faults.</summary>
    public static IReadOnlyList<RuleEntry> Read(string path, List<string> faults)
    {
        var entries = new List<RuleEntry>();
        string[]? header = null;
        foreach (var record in CsvFile.Read(path, RuleBuilder.IsHeader))
        {
            if (record.Problem is { } problem)
            {
                faults.Add($"{record.Place}: {problem}.");
            }
            else if (header is not null)
            {
                entries.Add(new RuleEntry(record.Line, FieldsOf(header, record.Fields)));
            }
            else if (RuleBuilder.IsHeader(record.Fields))
            {
                header = record.Fields;
                faults.AddRange(
                    RuleBuilder.NameFaults(header).Select(fault => $"{record.Place}: {fault}")
                );
            }

            if (header is null)
            {
                if (record.Problem is null)
                {
                    faults.Add(
                        $"{record.Place}: the header must name the columns, such as "
                            + "category,type,message,exception_type,exit_code,name."
                    );
                }

                break;
            }
        }

        return entries;
    }

    private static List<RuleField> FieldsOf(string[] header, string[] cells) =>
        header
            .Zip(cells)
            .Where(pair => pair.Second.Length > 0 && RuleBuilder.IsKnown(pair.First))
            .Select(pair => new RuleField(pair.First, pair.Second))
            .ToList();
}
