using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>
/// What a flow may be at most. A file that nests without end, or whose aliases stand for millions
/// of nodes, is refused before it is built up in memory.
/// </summary>
internal static class FlowLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>How deep lists and mappings may stand in each other.</summary>
    public const int MaxDepth = 20;

    /// <summary>How many nodes a flow may have, aliases counted as what they stand for.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>What is too much, at its place; null when nothing is.</summary>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static (FlowPlace At, string Problem)? Exceeded(string text)
    {
        var parser = new Parser(new StringReader(text));
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new Stack<(string? Anchor, long Before)>();
        var nodes = 0L;
        while (parser.MoveNext())
        {
            var at = new FlowPlace(
                (int)parser.Current!.Start.Line,
                (int)parser.Current.Start.Column
            );
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    open.Push((AnchorOf((NodeEvent)parser.Current), nodes++));
                    break;
                case MappingEnd or SequenceEnd:
                    var (anchor, before) = open.Pop();
                    Note(sizes, anchor, nodes - before);
                    break;
                case Scalar scalar:
                    nodes++;
                    Note(sizes, AnchorOf(scalar), 1);
                    break;
                case AnchorAlias alias when open.Any(one => one.Anchor == alias.Value.Value):
                    return (
                        at,
                        $"The alias '*{alias.Value}' stands inside what it means; write it out."
                    );
                case AnchorAlias alias:
                    nodes += sizes.GetValueOrDefault(alias.Value.Value, 1);
                    break;
            }

            if (open.Count > MaxDepth)
            {
                return (
                    at,
                    $"This is nested deeper than {MaxDepth} levels, which no step of a flow is."
                );
            }

            if (nodes > MaxNodes)
            {
                return (
                    at,
                    $"Up to here the flow has more than {MaxNodes} parts, aliases counted as what they "
                        + "stand for; make it smaller."
                );
            }
        }

        return null;
    }

    private static string? AnchorOf(NodeEvent node) =>
        node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static void Note(Dictionary<string, long> sizes, string? anchor, long size)
    {
        if (anchor is not null)
        {
            sizes[anchor] = size;
        }
    }
}
