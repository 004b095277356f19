using System.Management.Automation;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Ends the pipeline of a job's script: takes all it writes into the attempt's log, by stream and
/// in order. Known in workers' runspaces only.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "OrchestratorAttemptLog")]
internal sealed class WriteOrchestratorAttemptLogCommand : PSCmdlet
{
    // Objects are formatted together, so that a table gets one heading; but not without bound.
    private const int MostUnwritten = 1000;

    private static readonly ScriptBlock Format = ScriptBlock.Create(
        "param($__Items) $__Items | Out-String -Stream -Width 160"
    );

    /// <summary>The attempt.</summary>
    [Parameter(Mandatory = true)]
    public ScriptRun Run { get; set; } = null!;

    /// <summary>What the script wrote, to any stream.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                break;
            case string text:
                Write("out", text);
                break;
            case ErrorRecord error:
                Write("error", error.ToString());
                break;
            case WarningRecord warning:
                Write("warning", warning.Message);
                break;
            case VerboseRecord verbose:
                Write("verbose", verbose.Message);
                break;
            case DebugRecord debug:
                Write("debug", debug.Message);
                break;
            case InformationRecord information:
                Write("info", information.ToString());
                break;
            default:
                Keep(InputObject);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Called without input to write what is kept.
        if (!MyInvocation.ExpectingInput)
        {
            WriteKept();
        }
    }

    private void Keep(PSObject item)
    {
        Run.Unwritten.Add(item);
        if (Run.Unwritten.Count >= MostUnwritten)
        {
            WriteKept();
        }
    }

    private void Write(string stream, string text)
    {
        WriteKept();
        Run.Log(stream, text);
    }

    private void WriteKept()
    {
        if (!Run.HasUnwritten)
        {
            return;
        }

        var items = Run.Unwritten.ToArray();
        Run.Unwritten.Clear();
        foreach (var line in FormatLines(items))
        {
            Run.Log("out", line);
        }
    }

    private IEnumerable<string> FormatLines(PSObject[] items)
    {
        try
        {
            return InvokeCommand
                .InvokeScript(SessionState, Format, [items])
                .Select(line => $"{line}")
                .Where(line => !string.IsNullOrWhiteSpace(line));
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // A host of the engine alone has no Out-String.
            return items.Select(item => item.ToString());
        }
    }
}
