using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Outcomes;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Reads what failures mean: guards and a step's <c>onFailure</c>.</summary>
internal static class GuardReader
{
    private static readonly string[] VerdictKeys = ["category", "type", "message"];

    public static FlowGuard? Read(YamlNode node, FlowProblems problems)
    {
        var map = new FlowMapping(node, "failWhen", ["text", "matches", .. VerdictKeys], problems);
        var text = map.PlainText("text");
        // Not a text with placeholders: braces belong to regular expressions.
        var pattern = (map.Node("matches") as YamlScalarNode)?.Value;
        if (text is null == pattern is null)
        {
            problems.Add(
                node,
                "failWhen needs a 'text' to look for, or 'matches' with a regular expression."
            );
        }

        if (pattern is not null && FaultOf(pattern) is { } fault)
        {
            problems.Add(map.Node("matches")!, $"This is no valid regular expression: {fault}");
        }

        return Verdict(map) is { } verdict ? new FlowGuard(text, pattern, verdict) : null;
    }

    public static FlowVerdict? ReadVerdict(YamlNode node, FlowProblems problems) =>
        Verdict(new FlowMapping(node, "onFailure", VerdictKeys, problems));

    private static FlowVerdict? Verdict(FlowMapping map)
    {
        var type = map.PlainText("type");
        if (
            type is not null
            && !type.All(c => char.IsAsciiLetterLower(c) || c == '_' || char.IsAsciiDigit(c))
        )
        {
            map.Problems.Add(
                map.Node("type")!,
                $"A type is a word in lower case with underscores, such as action_blocked; this is '{type}'."
            );
        }

        if (map.RequiredText("category") is not { } category)
        {
            return null;
        }

        if (
            char.IsAsciiLetter(category.Source.FirstOrDefault())
            && Enum.TryParse<FailureCategory>(category.Source, ignoreCase: true, out var known)
        )
        {
            return new FlowVerdict(known, type, map.PlainText("message"));
        }

        map.Problems.Add(
            category.At,
            $"Unknown category '{category}'. Known: account, input, infrastructure, unknown."
        );
        return null;
    }

    private static string? FaultOf(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
