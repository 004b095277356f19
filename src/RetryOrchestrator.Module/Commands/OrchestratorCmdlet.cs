using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Commands;

/// <summary>
/// What all cmdlets share: one cancellation, owned here and ended here, and one way to turn what
/// goes wrong into an error record.
/// </summary>
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

    /// <summary>
    /// Does something, and ends the pipeline with one clear error when the cause is known.
    /// </summary>
    protected T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (KnownErrors.Describe(exception, StateInUse) is { } error)
        {
            ThrowTerminatingError(error);
            throw;
        }
    }

    /// <summary>The state the cmdlet works on, the target of its errors; null for none.</summary>
    private protected virtual string? StateInUse => null;

    /// <summary>Ends the pipeline with an error.</summary>
    [DoesNotReturn]
    protected void Fail(string id, ErrorCategory category, string message, object? target = null)
    {
        var error = new ErrorRecord(new PSArgumentException(message), id, category, target);
        ThrowTerminatingError(error);
        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }

    /// <summary>
    /// A path as PowerShell means it: relative to its own location, with drives and ~ resolved.
    /// </summary>
    protected string ResolvePath(string path, string parameter)
    {
        var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(
            path,
            out var provider,
            out _
        );
        if (provider.Name != FileSystemProvider.ProviderName)
        {
            Fail(
                ErrorIds.NotAFile,
                ErrorCategory.InvalidArgument,
                $"-{parameter} '{path}' is not in the file system but in {provider.Name}.",
                path
            );
        }

        return resolved;
    }

    /// <summary>The folder PowerShell is in, whatever drive it shows.</summary>
    protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;
}
