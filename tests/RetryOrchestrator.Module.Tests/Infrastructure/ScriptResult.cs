using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>Everything a script wrote, by stream.</summary>
public sealed record ScriptResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<WarningRecord> Warnings,
    IReadOnlyList<InformationRecord> Information,
    IReadOnlyList<VerboseRecord> Verbose,
    IReadOnlyList<ProgressRecord> Progress,
    RuntimeException? Thrown
)
{
    /// <summary>Reads the streams of a shell whose invocation has ended.</summary>
    public static ScriptResult From(
        PowerShell shell,
        IEnumerable<PSObject> output,
        RuntimeException? thrown = null
    ) =>
        new(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning],
            [.. shell.Streams.Information],
            [.. shell.Streams.Verbose],
            [.. shell.Streams.Progress],
            thrown
        );

    /// <summary>A property of an output object, by name.</summary>
    public object? this[int index, string property] => Output[index].Properties[property]?.Value;

    /// <summary>The ids of the jobs that it emitted, in their order.</summary>
    public string JobIds => string.Join(' ', Output.Select(job => job.Properties["JobId"].Value));

    /// <summary>The one error, terminating or not.</summary>
    public ErrorRecord Error => Thrown?.ErrorRecord ?? Assert.Single(Errors);

    /// <summary>The lines of the information stream, as the console shows them.</summary>
    public IReadOnlyList<string> InformationLines =>
        [.. Information.SelectMany(record => $"{record.MessageData}".Split('\n'))];
}
