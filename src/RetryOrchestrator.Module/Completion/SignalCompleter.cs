using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Module.Completion;

/// <summary>Offers the names of signals.</summary>
internal sealed class SignalCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        SignalName
            .All.Where(name =>
                name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
                || name[3..].StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
            )
            .Select(name => new CompletionResult(name));
}
