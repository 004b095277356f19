using System.Globalization;
using System.Management.Automation;

namespace RetryOrchestrator.Module.Commands;

/// <summary>A job that was piped in.</summary>
internal static class PipedJob
{
    /// <summary>
    /// Its properties in order, values as text by the invariant culture, as a CSV would hold them.
    /// A dictionary's entries are its properties.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Columns(PSObject job) =>
        job.BaseObject is System.Collections.IDictionary entries
            ? entries
                .Keys.Cast<object>()
                .Select(key => Column(Text(key) ?? "", entries[key]))
                .ToList()
            : job
                .Properties.Where(property => property.IsGettable)
                .Select(property => Column(property.Name, property.Value))
                .ToList();

    private static KeyValuePair<string, string?> Column(string name, object? value) =>
        new(name, Text(value));

    private static string? Text(object? value) =>
        value is null
            ? null
            : LanguagePrimitives.ConvertTo<string>(
                value is IFormattable formattable
                    ? formattable.ToString(null, CultureInfo.InvariantCulture)
                    : value
            );
}
