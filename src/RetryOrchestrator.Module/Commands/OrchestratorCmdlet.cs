using System.Management.Automation;

namespace RetryOrchestrator.Module.Commands;

/// <summary>What all cmdlets share: one cancellation, owned here and ended here.</summary>
public abstract class OrchestratorCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when PowerShell stops the pipeline.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>PowerShell calls this on a thread of its own while the cmdlet works.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>PowerShell calls this when the pipeline ends, however it ends.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }
}
