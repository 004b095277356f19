using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Single values of a flow file.</summary>
internal static partial class FlowScalar
{
    public static FlowText? Text(YamlNode node, string key, FlowProblems problems)
    {
        if (node is YamlScalarNode scalar && (scalar.Value is { Length: > 0 } || IsQuoted(scalar)))
        {
            return new FlowText(scalar.Value!, FlowProblems.PlaceOf(node));
        }

        // {column} without quotes is a mapping for YAML.
        problems.Add(
            node,
            node is YamlMappingNode { Children: [var (name, value)] }
            && value is YamlScalarNode { Value: "" or null }
                ? $"Put quotes around a text that begins with a brace: {key}: \"{{{name}}}\"."
                : $"'{key}' needs a text."
        );
        return null;
    }

    public static bool? Boolean(YamlNode node, string key, FlowProblems problems)
    {
        if (Literal(node) is bool value)
        {
            return value;
        }

        problems.Add(node, $"'{key}' is true or false.");
        return null;
    }

    public static TimeSpan? Duration(
        YamlNode node,
        string key,
        TimeSpan longest,
        FlowProblems problems
    )
    {
        var text = (node as YamlScalarNode)?.Value ?? "";
        if (
            DurationForm().Match(text) is { Success: true } match
            && double.TryParse(
                match.Groups[1].ValueSpan,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            var milliseconds =
                number
                * match.Groups[2].Value switch
                {
                    "ms" => 1,
                    "m" => 60_000,
                    "h" => 3_600_000,
                    _ => 1000,
                };
            if (milliseconds >= 1 && milliseconds <= longest.TotalMilliseconds)
            {
                return TimeSpan.FromMilliseconds(milliseconds);
            }
        }

        problems.Add(
            node,
            FormattableString.Invariant(
                $"'{key}' is a length of time above zero and up to {longest.TotalMinutes:0.#} minutes, such as 500ms, 30s or 2m; this is '{text}'."
            )
        );
        return null;
    }

    /// <summary>A whole number, or yes or no, written without quotes; else null.</summary>
    public static object? Literal(YamlNode node) =>
        node is not YamlScalarNode { Value: { } text } scalar || IsQuoted(scalar) ? null
        : text is "true" ? true
        : text is "false" ? false
        : long.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
        : null;

    private static bool IsQuoted(YamlScalarNode scalar) =>
        scalar.Style
            is ScalarStyle.SingleQuoted
                or ScalarStyle.DoubleQuoted
                or ScalarStyle.Literal
                or ScalarStyle.Folded;

    [GeneratedRegex(@"^\s*([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h)?\s*$")]
    private static partial Regex DurationForm();
}
