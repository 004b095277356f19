using System.Management.Automation;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Completion;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Shows how a failure would be sorted: its category, its type and the rule that decided.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "OrchestratorFailure", DefaultParameterSetName = ByMessage)]
[OutputType(typeof(OrchestratorFailure))]
public sealed class ResolveOrchestratorFailureCommand : OrchestratorCmdlet
{
    private const string ByMessage = "Message";
    private const string ByError = "ErrorRecord";

    private IFailureClassifier _classifier = FailureClassifier.BuiltIn;

    /// <summary>The messages to sort.</summary>
    [Parameter(
        ParameterSetName = ByMessage,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [AllowEmptyString]
    public string[] Message { get; set; } = [];

    /// <summary>The exit code of the program that said it.</summary>
    [Parameter(ParameterSetName = ByMessage, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? ExitCode { get; set; }

    /// <summary>The signal that ended that program: a number, or a name such as <c>SIGKILL</c>.</summary>
    [Parameter(ParameterSetName = ByMessage, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? Signal { get; set; }

    /// <summary>Error records or exceptions to sort, such as <c>$Error[0]</c>.</summary>
    [Parameter(ParameterSetName = ByError, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Exception")]
    public object[] ErrorRecord { get; set; } = [];

    /// <summary>A file of rules that are tried before the built-in ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailureRulesPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (FailureRulesPath is { } path)
        {
            var full = ResolvePath(path, nameof(FailureRulesPath));
            _classifier = Guard(() =>
                new FailureClassifier(FailureRulesFile.Read(full), WriteWarning)
            );
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByError)
        {
            foreach (var error in ErrorRecord)
            {
                Resolve(EvidenceOf(error));
            }

            return;
        }

        var signal = SignalNumber();
        var exitCode = ExitCode ?? 128 + signal;
        if (Message.Length == 0 && exitCode is null)
        {
            Fail(
                ErrorIds.NothingToResolve,
                ErrorCategory.InvalidArgument,
                "Give -Message, -ExitCode, -Signal or -ErrorRecord."
            );
        }

        if (Message.Length == 0)
        {
            var ended = SignalName.Describe(exitCode!.Value, signal);
            Resolve(
                new FailureEvidence
                {
                    Message = ended,
                    ExitCode = exitCode,
                    Signal = signal,
                }
            );
        }

        foreach (var message in Message)
        {
            Resolve(
                new FailureEvidence
                {
                    Message = message,
                    ExitCode = exitCode,
                    Signal = signal,
                }
            );
        }
    }

    // What is piped from a job whose program no signal ended is empty.
    private int? SignalNumber()
    {
        if (string.IsNullOrWhiteSpace(Signal))
        {
            return null;
        }

        if (!SignalName.TryParse(Signal, out var number))
        {
            Fail(
                ErrorIds.UnknownSignal,
                ErrorCategory.InvalidArgument,
                $"-Signal '{Signal}' is no signal's number or name, such as 9 or SIGKILL.",
                Signal
            );
        }

        return number;
    }

    private static FailureEvidence EvidenceOf(object error) =>
        (error is PSObject wrapped ? wrapped.BaseObject : error) switch
        {
            ErrorRecord record => new FailureEvidence
            {
                Message = record.ToString(),
                Exception = record.Exception,
            },
            Exception exception => new FailureEvidence
            {
                Message = exception.Message,
                Exception = exception,
            },
            var other => new FailureEvidence { Message = other?.ToString() ?? "" },
        };

    private void Resolve(FailureEvidence evidence) =>
        WriteObject(OrchestratorFailure.Of(_classifier.Classify(evidence)));
}
