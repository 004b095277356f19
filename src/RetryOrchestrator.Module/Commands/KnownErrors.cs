using System.Management.Automation;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Runspaces;

namespace RetryOrchestrator.Module.Commands;

/// <summary>The error records of faults whose cause is known. Ids are stable: scripts test them.</summary>
internal static class KnownErrors
{
    /// <summary>The record, or null for a fault that nobody foresaw.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="statePath">The state the cmdlet works on, if any.</param>
    public static ErrorRecord? Describe(Exception exception, string? statePath = null) =>
        exception switch
        {
            IntakeException intake => Record(
                exception,
                ErrorIds.InvalidJobs,
                ErrorCategory.InvalidData,
                intake.ListName
            ),
            LiveRunException live => Record(
                exception,
                live.ErrorId,
                ErrorCategory.ResourceBusy,
                live.Owner
            ),
            StateException state => Record(
                exception,
                state.ErrorId,
                CategoryOf(state.ErrorId),
                statePath
            ),
            ConfigurationException configuration => Record(
                exception,
                ErrorIds.InvalidConfiguration,
                ErrorCategory.InvalidArgument,
                configuration.Place
            ),
            JobScriptException => Record(
                exception,
                ErrorIds.InvalidScript,
                ErrorCategory.InvalidArgument
            ),
            _ when SystemLimit.IsCause(exception) => Record(
                new InvalidOperationException(
                    $"The system gives this run no more of what it needs ({exception.Message})."
                        + SystemLimit.Remedy(exception),
                    exception
                ),
                ErrorIds.SystemLimit,
                ErrorCategory.ResourceUnavailable
            ),
            _ => null,
        };

    private static ErrorRecord Record(
        Exception exception,
        string id,
        ErrorCategory category,
        object? target = null
    ) => new(exception, id, category, target);

    private static ErrorCategory CategoryOf(string id) =>
        id switch
        {
            ErrorIds.StateNotFound => ErrorCategory.ObjectNotFound,
            ErrorIds.StateBusy => ErrorCategory.ResourceBusy,
            ErrorIds.StateUnwritable => ErrorCategory.WriteError,
            ErrorIds.StateSimulated or ErrorIds.StateNotSimulated => ErrorCategory.InvalidOperation,
            ErrorIds.StateLost => ErrorCategory.ResourceUnavailable,
            _ => ErrorCategory.InvalidData,
        };
}
