using System.Management.Automation;
using System.Xml.Linq;

namespace RetryOrchestrator.Module.Tests.Help;

/// <summary>The cmdlets as they are, and what the help file says of them.</summary>
public sealed class ModuleHelp
{
    private static readonly XNamespace Command =
        "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly Dictionary<string, XElement> _entries;

    public ModuleHelp()
    {
        using var module = new ModuleRunspace();
        Cmdlets = module
            .Run("Get-Command -Module RetryOrchestrator")
            .Output.Select(command => (CmdletInfo)command.BaseObject)
            .ToDictionary(
                command => command.Name,
                IReadOnlyDictionary<string, ParameterMetadata> (command) =>
                    command.Parameters.Where(IsOwn).ToDictionary(StringComparer.OrdinalIgnoreCase)
            );
        var file = Path.Combine("en-US", "RetryOrchestrator.Module.dll-Help.xml");
        _entries = XDocument
            .Load(RepositoryRoot.Of(file))
            .Descendants(Command + "command")
            .ToDictionary(entry => Text(entry.Descendants(Command + "name")));
    }

    /// <summary>The cmdlets' own parameters, <c>-WhatIf</c> and <c>-Confirm</c> among them.</summary>
    public IReadOnlyDictionary<
        string,
        IReadOnlyDictionary<string, ParameterMetadata>
    > Cmdlets { get; }

    /// <summary>The cmdlets that the file describes.</summary>
    public IReadOnlyCollection<string> Described => _entries.Keys;

    public string Synopsis(string cmdlet) =>
        Text(_entries[cmdlet].Element(Command + "details")!.Elements(Maml + "description"));

    public string Description(string cmdlet) =>
        Text(_entries[cmdlet].Elements(Maml + "description"));

    /// <summary>What is said of each parameter.</summary>
    public IEnumerable<(string Name, string Text)> Parameters(string cmdlet) =>
        _entries[cmdlet]
            .Element(Command + "parameters")!
            .Elements(Command + "parameter")
            .Select(one =>
                (Text(one.Elements(Maml + "name")), Text(one.Elements(Maml + "description")))
            );

    /// <summary>The other names of a parameter.</summary>
    public IReadOnlyList<string> Aliases(string cmdlet, string parameter)
    {
        var aliases = _entries[cmdlet]
            .Element(Command + "parameters")!
            .Elements(Command + "parameter")
            .Single(one => Text(one.Elements(Maml + "name")) == parameter)
            .Attribute("aliases")!
            .Value;
        return aliases == "none" ? [] : aliases.Split(", ");
    }

    /// <summary>The parameters that the lines under SYNTAX show.</summary>
    public IEnumerable<string> SyntaxParameters(string cmdlet) =>
        _entries[cmdlet]
            .Element(Command + "syntax")!
            .Descendants(Command + "parameter")
            .Select(one => Text(one.Elements(Maml + "name")))
            .Distinct();

    /// <summary>The examples' code.</summary>
    public IReadOnlyList<string> Examples(string cmdlet) =>
        [.. _entries[cmdlet].Descendants(Dev + "code").Select(code => code.Value)];

    private static bool IsOwn(KeyValuePair<string, ParameterMetadata> parameter) =>
        !PSCmdlet.CommonParameters.Contains(parameter.Key);

    private static string Text(IEnumerable<XElement> elements) =>
        elements.FirstOrDefault()?.Value.Trim() ?? "";
}
