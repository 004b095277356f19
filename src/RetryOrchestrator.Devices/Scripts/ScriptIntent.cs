using System.Collections;
using System.Globalization;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Flows.Steps;

namespace RetryOrchestrator.Devices.Scripts;

/// <summary>What a script hands over to <c>Start</c>, a table with the keys of a flow's step. Pure.</summary>
internal static class ScriptIntent
{
    private static readonly List<string> Keys = [.. StartAction.Step.Keys];

    /// <exception cref="ArgumentException">There is a key that a start does not have.</exception>
    public static ActivityStart Read(string target, IDictionary options)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in options)
        {
            values[Text(entry.Key)] = entry.Value;
        }

        if (values.Keys.Except(Keys, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } odd)
        {
            throw new ArgumentException(
                $"Start has no '{odd}'. Known: {string.Join(", ", Keys)}.",
                nameof(options)
            );
        }

        return new ActivityStart(target)
        {
            Action = Of("action"),
            Data = Of("data"),
            MimeType = Of("mimeType"),
            Category = Of("category"),
            Share = Of("share"),
            Extras = Extras(values.GetValueOrDefault("extras")),
        };

        string? Of(string key) => values.GetValueOrDefault(key) is { } value ? Text(value) : null;
    }

    private static List<IntentExtra> Extras(object? extras) =>
        extras switch
        {
            null => [],
            IDictionary table => table
                .Cast<DictionaryEntry>()
                .Select(extra => IntentExtra.Of(Text(extra.Key), extra.Value ?? ""))
                .ToList(),
            _ => throw new ArgumentException(
                "'extras' must be a table, such as @{ draft = $true }."
            ),
        };

    private static string Text(object value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
