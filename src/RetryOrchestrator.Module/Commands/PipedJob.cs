using System.Collections;
using System.Management.Automation;

namespace RetryOrchestrator.Module.Commands;

/// <summary>A job that was piped in.</summary>
internal static class PipedJob
{
    /// <summary>
    /// Its properties in order, values as <see cref="CellText"/>, as a CSV would hold them. A
    /// dictionary's entries are its properties.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Columns(PSObject job) =>
        job.BaseObject is IDictionary entries
            ? entries
                .Keys.Cast<object>()
                .Select(key => Column(CellText.Of(key) ?? "", entries[key]))
                .ToList()
            : job
                .Properties.Where(property => property.IsGettable)
                .Select(property => Column(property.Name, property.Value))
                .ToList();

    private static KeyValuePair<string, string?> Column(string name, object? value) =>
        new(name, CellText.Of(value));
}
