using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RetryOrchestrator.Help;

/// <summary>Writes what <c>Get-Help</c> reads: the MAML of all cmdlets, in one file.</summary>
internal static class MamlFile
{
    private const string Default = "Default: ";

    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command =
        "http://schemas.microsoft.com/maml/dev/command/2004/10";

    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the file, where it says something else than is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pages">What is written of each cmdlet, and what it is.</param>
    public static void Write(string path, IEnumerable<(CmdletPage Page, CmdletShape Cmdlet)> pages)
    {
        var items = new XElement(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            pages.Select(one => Of(one.Page, one.Cmdlet))
        );
        var text = new StringBuilder();
        var settings = new XmlWriterSettings
        {
            Indent = true,
            NewLineChars = "\n",
            // A carriage return or a tab in a text is to stay one.
            NewLineHandling = NewLineHandling.None,
            OmitXmlDeclaration = true,
        };
        using (var writer = XmlWriter.Create(text, settings))
        {
            items.Save(writer);
        }

        var whole = $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
        if (!File.Exists(path) || File.ReadAllText(path) != whole)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, whole);
        }
    }

    private static XElement Of(CmdletPage page, CmdletShape cmdlet) =>
        new(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Described([page.Synopsis])
            ),
            Described(page.Description.SelectMany(Titled)),
            new XElement(
                Command + "syntax",
                cmdlet.Sets.Select(set => Syntax(page.Name, cmdlet, set))
            ),
            new XElement(
                Command + "parameters",
                page.Parameters.Select(topic =>
                    Parameter(
                        topic,
                        cmdlet.Parameters.Single(parameter => parameter.Name == topic.Title)
                    )
                )
            ),
            Types("inputTypes", "inputType", page.Inputs),
            Types("returnValues", "returnValue", page.Outputs),
            page.Notes.Count == 0
                ? null
                : new XElement(
                    Maml + "alertSet",
                    new XElement(Maml + "alert", Paragraphs(page.Notes))
                ),
            new XElement(
                Command + "examples",
                page.Examples.Select((example, index) => Example(example, index + 1))
            ),
            new XElement(
                Command + "relatedLinks",
                page.Related.Select(link => new XElement(
                    Maml + "navigationLink",
                    new XElement(Maml + "linkText", link)
                ))
            )
        );

    // Get-Help shows no headings within a description: they stand as lines of capitals.
    private static IEnumerable<string> Titled(Topic topic, int index) =>
        index == 0 ? topic.Paragraphs : topic.Paragraphs.Prepend(topic.Title.ToUpperInvariant());

    private static XElement Syntax(string name, CmdletShape cmdlet, string set)
    {
        var members = cmdlet
            .Parameters.Select(parameter =>
                (
                    Parameter: parameter,
                    In: parameter.Memberships.FirstOrDefault(membership =>
                        membership.Set == set || membership.Set == CmdletShape.EverySet
                    )
                )
            )
            .Where(member => member.In is not null)
            .OrderBy(member => member.In!.Position ?? int.MaxValue)
            .ThenBy(member => member.In!.IsRequired ? 0 : 1);
        return new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", name),
            members.Select(member => new XElement(
                Command + "parameter",
                new XAttribute("required", Word(member.In!.IsRequired)),
                new XAttribute("position", Place(member.In!)),
                new XElement(Maml + "name", member.Parameter.Name),
                Value(member.Parameter)
            ))
        );
    }

    private static XElement Parameter(Topic topic, ParameterShape shape)
    {
        var first = shape.Memberships[0];
        var value = topic.Paragraphs.LastOrDefault(text =>
            text.StartsWith(Default, StringComparison.Ordinal)
        );
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Word(first.IsRequired)),
            new XAttribute("globbing", Word(shape.TakesWildcards)),
            new XAttribute("pipelineInput", shape.PipelineInput),
            new XAttribute("position", Place(first)),
            new XAttribute(
                "aliases",
                shape.Aliases.Count == 0 ? "none" : string.Join(", ", shape.Aliases)
            ),
            new XElement(Maml + "name", shape.Name),
            Described(topic.Paragraphs.Where(text => text != value)),
            Value(shape),
            new XElement(Dev + "type", new XElement(Maml + "name", shape.Type)),
            new XElement(
                Dev + "defaultValue",
                value?[Default.Length..] ?? (shape.IsSwitch ? "False" : "None")
            )
        );
    }

    private static XElement? Value(ParameterShape parameter) =>
        parameter.IsSwitch
            ? null
            : new XElement(
                Command + "parameterValue",
                new XAttribute("required", "true"),
                parameter.Type
            );

    private static XElement? Types(string name, string item, IReadOnlyList<Topic> types) =>
        types.Count == 0
            ? null
            : new XElement(
                Command + name,
                types.Select(type => new XElement(
                    Command + item,
                    new XElement(Dev + "type", new XElement(Maml + "name", type.Title)),
                    type.Paragraphs.Count == 0 ? null : Described(type.Paragraphs)
                ))
            );

    private static XElement Example(Topic example, int number) =>
        new(
            Command + "example",
            new XElement(
                Maml + "title",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"---------- Example {number}: {example.Title} ----------"
                )
            ),
            new XElement(Dev + "code", example.Code),
            // Get-Help leaves no blank line between this and the next of its own.
            new XElement(
                Dev + "remarks",
                Paragraphs(example.Paragraphs),
                new XElement(Maml + "para")
            )
        );

    private static XElement Described(IEnumerable<string> paragraphs) =>
        new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(text => new XElement(Maml + "para", text));

    private static string Place(Membership membership) =>
        membership.Position?.ToString(CultureInfo.InvariantCulture) ?? "named";

    private static string Word(bool value) => value ? "true" : "false";
}
