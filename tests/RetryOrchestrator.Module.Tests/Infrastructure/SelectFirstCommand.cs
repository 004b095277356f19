using System.Management.Automation;
using System.Reflection;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>
/// What <c>Select-Object -First 1</c> does, which is not in the engine alone: it passes one object
/// on, once, and ends what is upstream by the same exception, which only PowerShell itself can name.
/// </summary>
[Cmdlet(VerbsCommon.Select, "First")]
public sealed class SelectFirstCommand : PSCmdlet
{
    private bool _hasIt;

    /// <summary>What comes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Acts when it has come, before the pipeline is ended.</summary>
    [Parameter]
    public Action? Before { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_hasIt)
        {
            _hasIt = true;
            WriteObject(InputObject);
            Before?.Invoke();
        }

        throw (Exception)
            Activator.CreateInstance(
                typeof(PSCmdlet).Assembly.GetType(
                    "System.Management.Automation.StopUpstreamCommandsException",
                    throwOnError: true
                )!,
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
                null,
                [this],
                null
            )!;
    }
}
