using System.Management.Automation;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Completion;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Commands;

/// <summary>The passes of the last run, of another run, or of all.</summary>
[Cmdlet(VerbsCommon.Get, "RetryPassSummary", DefaultParameterSetName = LastRun)]
[OutputType(typeof(RetryPassSummary))]
public sealed class GetRetryPassSummaryCommand : StateCmdlet
{
    private const string LastRun = "LastRun";
    private const string List = "List";

    /// <inheritdoc/>
    [Parameter(Position = 1, ParameterSetName = LastRun)]
    [Parameter(Position = 0, ParameterSetName = "Run")]
    [Parameter(Position = 0, ParameterSetName = "AllRuns")]
    [Parameter(Position = 0, ParameterSetName = List, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public override string? JobsPath { get; set; }

    /// <summary>The run; by default the last one.</summary>
    [Parameter(ParameterSetName = "Run", Mandatory = true)]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [WholeNumber]
    public long RunId { get; set; }

    /// <summary>The passes; by default all.</summary>
    [Parameter(Position = 0, ParameterSetName = LastRun)]
    [Parameter(ParameterSetName = "Run")]
    [Parameter(ParameterSetName = "AllRuns")]
    [Parameter(ParameterSetName = List)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(PassCompleter))]
    [WholeNumber(List = true)]
    public int[] Pass { get; set; } = [];

    /// <summary>The passes of every run.</summary>
    [Parameter(ParameterSetName = "AllRuns", Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var ofRun = ParameterSetName == "Run";
        var (passes, known) = Read(reader =>
        {
            var query = new PassQuery { RunId = ofRun ? RunId : null, AllRuns = All };
            var all = reader.ReadPasses(query);
            return (reader.ReadPasses(query with { Passes = Pass }), all.Count > 0);
        });
        WriteObject(passes.Select(pass => OperatorClock.Show(pass)), enumerateCollection: true);
        if (ofRun && !known)
        {
            WriteError(
                new ErrorRecord(
                    new ItemNotFoundException(
                        $"No pass of a run {RunId} has ended in '{StateInUse}'. -All shows those of every run."
                    ),
                    ErrorIds.RunNotFound,
                    ErrorCategory.ObjectNotFound,
                    RunId
                )
            );
        }
    }
}
