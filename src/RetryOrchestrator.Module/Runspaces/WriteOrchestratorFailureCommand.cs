using System.Management.Automation;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>Ends a job's script and says outright why its attempt failed.</summary>
[Cmdlet(VerbsCommunications.Write, "OrchestratorFailure")]
[OutputType(typeof(void))]
public sealed class WriteOrchestratorFailureCommand : PSCmdlet
{
    /// <summary>Whether and how the job is retried.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public FailureCategory Category { get; set; }

    /// <summary>A finer snake_case word, such as <c>suspended</c>.</summary>
    [Parameter]
    [ValidatePattern("^[a-z0-9]+(_[a-z0-9]+)*$")]
    public string Type { get; set; } = "";

    /// <summary>What happened.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Message { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var category = Category.ToString().ToLowerInvariant();
        var message =
            Message ?? (Type.Length > 0 ? $"{category}: {Type}" : $"The script said: {category}");
        ThrowTerminatingError(
            new ErrorRecord(
                new DeclaredFailureException(Category, Type, message),
                ErrorIds.AttemptFailed,
                ErrorCategory.NotSpecified,
                null
            )
        );
    }
}
