using System.Xml;
using System.Xml.XPath;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Reads how a flow names an element.</summary>
internal static class SelectorReader
{
    public static IReadOnlyList<string> Words { get; } =
        Enum.GetValues<SelectorKind>().Select(ScreenTarget.Word).ToList();

    /// <summary>A mapping with one of the words, or a text alone.</summary>
    public static FlowSelector? Read(YamlNode node, FlowProblems problems)
    {
        if (node is YamlScalarNode)
        {
            return FlowScalar.Text(node, "text", problems) is { } text
                ? new FlowSelector(SelectorKind.Text, text)
                : null;
        }

        var map = new FlowMapping(node, "a selector", Words, problems);
        var named = Enum.GetValues<SelectorKind>()
            .Where(kind => map.Has(ScreenTarget.Word(kind)))
            .ToList();
        if (named.Count != 1)
        {
            problems.Add(
                node,
                $"A selector has one of {string.Join(", ", Words)}, such as {{ id: share_button }}; "
                    + $"this has {named.Count}."
            );
            return null;
        }

        var value = map.Text(ScreenTarget.Word(named[0]));
        if (value is null)
        {
            return null;
        }

        if (named[0] == SelectorKind.XPath && FaultOf(value) is { } fault)
        {
            problems.Add(value.At, $"This is no valid XPath: {fault}");
        }

        return new FlowSelector(named[0], value);
    }

    // Placeholders stand where texts do, so any word takes their place for the check.
    private static string? FaultOf(FlowText text)
    {
        var sample = text.Source;
        foreach (var column in text.Columns)
        {
            sample = sample.Replace($"{{{column}}}", "x");
        }

        try
        {
            XPathExpression.Compile(sample);
            return null;
        }
        catch (Exception exception) when (exception is XPathException or XmlException)
        {
            return exception.Message;
        }
    }
}
