using System.Management.Automation;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// What a run writes to PowerShell's streams. Only the pipeline's own thread may: every call
/// proves it.
/// </summary>
/// <remarks>
/// A pipeline that PowerShell itself is stopping (Ctrl+C in pwsh) takes nothing more on its
/// streams. What the operator must still see, such as the summary of the pass that was cut off,
/// then goes straight to the host's screen.
/// </remarks>
internal sealed class PipelineOutput(Cmdlet cmdlet, System.Management.Automation.Host.PSHost host)
{
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;
    private bool _stopped;

    /// <summary>An object for the next command.</summary>
    public void Object(object value)
    {
        Check();
        if (!_stopped)
        {
            cmdlet.WriteObject(value);
        }
    }

    /// <summary>
    /// Lines for the operator: information records that the host shows without any preference
    /// set, one a line.
    /// </summary>
    public void Block(RenderedBlock? block)
    {
        Check();
        if (block is null)
        {
            return;
        }

        string[] tags = [.. block.Tags, "PSHOST"];
        foreach (var line in block.Lines)
        {
            if (!_stopped)
            {
                try
                {
                    cmdlet.WriteInformation(new HostInformationMessage { Message = line }, tags);
                    continue;
                }
                catch (PipelineStoppedException)
                {
                    _stopped = true;
                }
            }

            host.UI?.WriteLine(line);
        }
    }

    /// <summary>Progress; null instead of a record is nothing to draw.</summary>
    public void Progress(ProgressRecord record) => Write(() => cmdlet.WriteProgress(record));

    /// <summary>A line an attempt, for <c>-Verbose</c>.</summary>
    public void Verbose(string line) => Write(() => cmdlet.WriteVerbose(line));

    /// <summary>Something the operator should know.</summary>
    public void Warning(string message) => Write(() => cmdlet.WriteWarning(message));

    /// <summary>A non-terminating error.</summary>
    public void Error(ErrorRecord error) => Write(() => cmdlet.WriteError(error));

    private void Write(Action write)
    {
        Check();
        if (_stopped)
        {
            return;
        }

        try
        {
            write();
        }
        catch (PipelineStoppedException)
        {
            _stopped = true;
        }
    }

    private void Check()
    {
        if (Environment.CurrentManagedThreadId != _pipelineThread)
        {
            throw new InvalidOperationException(
                "Written from a thread that is not the pipeline's."
            );
        }
    }
}
