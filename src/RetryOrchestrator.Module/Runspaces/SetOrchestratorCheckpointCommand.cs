using System.Management.Automation;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Says, in a job's script, that what follows must not be done twice. Returns when that is on the
/// disk.
/// </summary>
[Cmdlet(VerbsCommon.Set, "OrchestratorCheckpoint")]
[OutputType(typeof(void))]
public sealed class SetOrchestratorCheckpointCommand : PSCmdlet
{
    /// <summary>What is about to be done, such as <c>posting to ada</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 500)]
    public string? Message { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var attempt = SessionState.PSVariable.GetValue("global:Attempt");
        if ((attempt is PSObject wrapped ? wrapped.BaseObject : attempt) is not ScriptAttempt mine)
        {
            Refuse(
                new InvalidOperationException(
                    "Set-OrchestratorCheckpoint belongs into the script of a job: here no attempt is at work."
                ),
                ErrorIds.NoAttempt,
                ErrorCategory.InvalidOperation
            );
            return;
        }

        try
        {
            mine.PassCheckpoint(Message!);
        }
        // What is not on the disk was not said: then nothing may be done.
        catch (Exception fault)
            when (fault is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Refuse(fault, ErrorIds.CheckpointNotSet, ErrorCategory.WriteError);
        }
    }

    private void Refuse(Exception fault, string id, ErrorCategory category) =>
        ThrowTerminatingError(new ErrorRecord(fault, id, category, Message));
}
