using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Module.Composition;

namespace RetryOrchestrator.Module.Completion;

/// <summary>Offers what the state that the command names holds. It never fails: it offers nothing.</summary>
internal abstract class StateCompleter : IArgumentCompleter
{
    private const int MostOffered = 100;

    // As the cmdlets name them that take a completer of this kind.
    private const string StateParameter = "StatePath";
    private const string JobsParameter = "JobsPath";

    private static readonly ScriptBlock ResolvePath = ScriptBlock.Create(
        "$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])"
    );

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        try
        {
            var prefix = wordToComplete.Trim('\'', '"');
            using var reader = StateStores.At(StateOf(fakeBoundParameters)).OpenForReading();
            return Words(reader, fakeBoundParameters)
                .Where(word => word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Distinct()
                .Take(MostOffered)
                .Select(word => new CompletionResult(
                    Quote(word),
                    word,
                    CompletionResultType.ParameterValue,
                    word
                ))
                .ToList();
        }
        catch (Exception exception)
            when (exception is StateException or IOException or RuntimeException)
        {
            return [];
        }
    }

    /// <summary>What is offered, in the order in which it is.</summary>
    /// <param name="reader">The state.</param>
    /// <param name="parameters">The command's other parameters, by name.</param>
    protected abstract IEnumerable<string> Words(IStateReader reader, IDictionary parameters);

    private static string StateOf(IDictionary parameters) =>
        parameters[StateParameter] is string state
            ? Resolve(state)
            : StatePaths.ForJobs(Resolve(parameters[JobsParameter] as string ?? "jobs.csv")).State;

    // As the cmdlet will resolve it. A script block, because the session cannot be asked from
    // outside while it is completing.
    private static string Resolve(string path) =>
        (string)((PSObject)ResolvePath.InvokeReturnAsIs(path)).BaseObject;

    // Bare where a bare word means itself.
    private static string Quote(string word) =>
        word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && word[0] != '-'
            ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}

/// <summary>Offers job ids.</summary>
internal sealed class JobIdCompleter : StateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IStateReader reader, IDictionary parameters) =>
        reader.ReadJobs(new JobQuery()).Select(job => job.JobId);
}

/// <summary>Offers accounts.</summary>
internal sealed class AccountCompleter : StateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IStateReader reader, IDictionary parameters) =>
        reader.ReadJobs(new JobQuery()).Select(job => job.Account).OfType<string>();
}

/// <summary>Offers runs, the last one first.</summary>
internal sealed class RunIdCompleter : StateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IStateReader reader, IDictionary parameters) =>
        reader
            .ReadPasses(new PassQuery { AllRuns = true })
            .Reverse()
            .Select(pass => pass.RunId.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Offers the passes of the run that the command names, else of the last one.</summary>
internal sealed class PassCompleter : StateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IStateReader reader, IDictionary parameters) =>
        reader
            .ReadPasses(
                new PassQuery
                {
                    RunId =
                        LanguagePrimitives.TryConvertTo<long>(parameters["RunId"], out var run)
                        && run > 0
                            ? run
                            : null,
                    AllRuns = parameters.Contains("All"),
                }
            )
            .Select(pass => pass.Pass.ToString(CultureInfo.InvariantCulture));
}
