using System.Globalization;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>Checks values against their definition.</summary>
internal static class SettingValue
{
    /// <summary>
    /// The value as the setting keeps it (int, bool, string, string[] or a dictionary), or null with the
    /// problem.
    /// </summary>
    /// <param name="setting">What it may be.</param>
    /// <param name="value">A number, bool, string, list of strings, or dictionary of them.</param>
    /// <param name="problem">What is wrong; empty when nothing is.</param>
    public static object? Check(SettingDefinition setting, object? value, out string problem)
    {
        var accepted = Accept(setting, value);
        problem = accepted is null
            ? $"{setting.Name} is {Show(setting, value)}; it must be {setting.Expected}."
            : "";
        return accepted;
    }

    /// <summary>The value in words, such as <c>30s</c>.</summary>
    public static string Describe(SettingDefinition setting, object value) =>
        value switch
        {
            int number => number.ToString(CultureInfo.InvariantCulture) + setting.Unit,
            string[] list => string.Join(' ', list),
            IReadOnlyDictionary<string, object> table => string.Join(
                ", ",
                table.Select(pair => $"{pair.Key}={pair.Value}")
            ),
            _ => value.ToString() ?? "",
        };

    private static object? Accept(SettingDefinition setting, object? value) =>
        (setting.Kind, value) switch
        {
            (SettingKind.Number, int n) when n >= setting.Minimum && n <= setting.Maximum => n,
            (SettingKind.Number, long n) when n >= setting.Minimum && n <= setting.Maximum =>
                (int)n,
            (SettingKind.Switch, bool on) => on,
            (SettingKind.List, IEnumerable<string> list) when list.All(HasNoNul) => list.ToArray(),
            (SettingKind.Table, IReadOnlyDictionary<string, object> table)
                when table.All(pair => IsEntry(setting, pair)) => table,
            (SettingKind.Choice, string word) => setting.Choices.FirstOrDefault(choice =>
                choice.Equals(word, StringComparison.OrdinalIgnoreCase)
            ),
            (SettingKind.Text or SettingKind.Path or SettingKind.Program, string text)
                when !string.IsNullOrWhiteSpace(text) && HasNoNul(text) => text,
            _ => null,
        };

    // No path, argument or environment variable can hold one.
    private static bool HasNoNul(string text) => !text.Contains('\0');

    private static bool IsEntry(SettingDefinition setting, KeyValuePair<string, object> pair) =>
        !string.IsNullOrWhiteSpace(pair.Key)
        && HasNoNul(pair.Key)
        && IsPlain(pair.Value)
        && !(setting.OfNames && pair.Value is bool);

    private static bool IsPlain(object value) =>
        value is bool or long
        || (value is string text && !string.IsNullOrWhiteSpace(text) && HasNoNul(text));

    private static string ShowFault(
        SettingDefinition setting,
        IReadOnlyDictionary<string, object> table
    )
    {
        var (name, value) = table.First(pair => !IsEntry(setting, pair));
        return string.IsNullOrWhiteSpace(name) || !HasNoNul(name)
            ? $"a table with the name {Excerpt.Of(name)}"
            : $"a table whose {Excerpt.Of(name)} is {KindOf(value)}";
    }

    private static string KindOf(object value) =>
        value switch
        {
            string text => Excerpt.Of(text),
            bool truth => truth ? "true" : "false",
            _ => "another kind of value",
        };

    private static string Show(SettingDefinition setting, object? value) =>
        value switch
        {
            null => "null",
            string text => Excerpt.Of(text),
            bool truth => truth ? "true" : "false",
            IEnumerable<string> when setting.Kind == SettingKind.List =>
                "a list with a NUL character in it",
            IEnumerable<string> => "a list",
            IReadOnlyDictionary<string, object> table when setting.Kind == SettingKind.Table =>
                ShowFault(setting, table),
            IReadOnlyDictionary<string, object> => "a table",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
