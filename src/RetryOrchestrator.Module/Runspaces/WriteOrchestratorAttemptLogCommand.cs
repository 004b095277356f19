using System.Management.Automation;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Ends the pipeline of a worker's loop: takes all that a job's script writes into its attempt's
/// log, by stream and in order, up to the <see cref="ScriptRun"/> that says that it has ended.
/// Known in workers' runspaces only.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "OrchestratorAttemptLog")]
internal sealed class WriteOrchestratorAttemptLogCommand : PSCmdlet
{
    // Objects are formatted together, so that a table gets one heading; but not without bound.
    private const int MostUnwritten = 1000;

    private static readonly ScriptBlock Format = ScriptBlock.Create(
        "param($__Items) $__Items | Out-String -Stream -Width 160"
    );

    /// <summary>The loop, which knows whose output it is.</summary>
    [Parameter(Mandatory = true)]
    public JobLoop Loop { get; set; } = null!;

    /// <summary>What the script wrote, to any stream; at its end, the attempt itself.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Loop.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Loop.Current is not { } run)
        {
            return;
        }

        try
        {
            Take(run);
        }
        // It ends the script, which must not count as done for it.
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            run.Fault(exception);
            throw;
        }
    }

    private void Take(ScriptRun run)
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                break;
            case string text:
                run.LastOutput = text;
                Write(run, "out", text);
                break;
            case ErrorRecord error:
                Write(run, "error", ScriptRun.TextOf(error));
                break;
            case WarningRecord warning:
                Write(run, "warning", warning.Message);
                break;
            case VerboseRecord verbose:
                Write(run, "verbose", verbose.Message);
                break;
            case DebugRecord debug:
                Write(run, "debug", debug.Message);
                break;
            case InformationRecord information:
                Write(run, "info", ScriptRun.TextOf(information));
                break;
            case ScriptRun ended when ended == run:
                WriteKept(run);
                break;
            default:
                run.LastOutput = InputObject.BaseObject;
                Keep(run, InputObject);
                break;
        }
    }

    private void Keep(ScriptRun run, PSObject item)
    {
        run.Unwritten.Add(item);
        if (run.Unwritten.Count >= MostUnwritten)
        {
            WriteKept(run);
        }
    }

    private void Write(ScriptRun run, string stream, string text)
    {
        WriteKept(run);
        run.Log(stream, text);
    }

    private void WriteKept(ScriptRun run)
    {
        if (run.Unwritten.Count == 0)
        {
            return;
        }

        var items = run.Unwritten.ToArray();
        run.Unwritten.Clear();
        foreach (var line in FormatLines(items))
        {
            run.Log("out", line);
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
            return items.Select(ScriptRun.TextOf);
        }
    }
}
