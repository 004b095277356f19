using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace RetryOrchestrator.Module.Tests.Help;

/// <summary>PowerShell that a reader may type, and where it stands.</summary>
public sealed partial record ExampleText(string Place, string Code)
{
    /// <summary>The PowerShell of the README and of the pages in docs, block by block.</summary>
    public static IEnumerable<ExampleText> InDocuments() =>
        Directory
            .GetFiles(RepositoryRoot.Of("docs"), "*.md")
            .Append(RepositoryRoot.Of("README.md"))
            .SelectMany(page =>
                Block()
                    .Matches(File.ReadAllText(page))
                    .Select(block => new ExampleText(
                        Path.GetFileName(page),
                        block.Groups["code"].Value
                    ))
            );

    /// <summary>What does not parse, and what the module's cmdlets do not know.</summary>
    public IEnumerable<string> Faults(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, ParameterMetadata>> cmdlets
    )
    {
        var script = Parser.ParseInput(Code, out _, out var errors);
        if (errors.Length > 0)
        {
            return [$"{Place}: {errors[0].Message} {Code}"];
        }

        return script
            .FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .Where(command => Noun().IsMatch(command.GetCommandName() ?? ""))
            .SelectMany(command =>
                cmdlets.TryGetValue(command.GetCommandName(), out var parameters)
                    ? Unknown(command, parameters)
                    : [$"{Place}: there is no {command.GetCommandName()}"]
            );
    }

    private IEnumerable<string> Unknown(
        CommandAst command,
        IReadOnlyDictionary<string, ParameterMetadata> parameters
    ) =>
        command
            .CommandElements.OfType<CommandParameterAst>()
            .Select(parameter => parameter.ParameterName)
            .Where(name =>
                !parameters.ContainsKey(name)
                && !parameters.Values.Any(one =>
                    one.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)
                )
                && !PSCmdlet.CommonParameters.Contains(name)
            )
            .Select(name => $"{Place}: {command.GetCommandName()} has no -{name}");

    [GeneratedRegex(
        @"^```powershell\n(?<code>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();

    [GeneratedRegex("-(Orchestrator|RetryPass)")]
    private static partial Regex Noun();
}
