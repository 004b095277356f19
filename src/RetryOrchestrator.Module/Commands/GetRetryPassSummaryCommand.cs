using System.Management.Automation;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Module.Completion;

namespace RetryOrchestrator.Module.Commands;

/// <summary>The passes of the last run, of another run, or of all.</summary>
[Cmdlet(VerbsCommon.Get, "RetryPassSummary", DefaultParameterSetName = LastRun)]
[OutputType(typeof(RetryPassSummary))]
public sealed class GetRetryPassSummaryCommand : StateCmdlet
{
    private const string LastRun = "LastRun";

    /// <summary>The run; by default the last one.</summary>
    [Parameter(ParameterSetName = "Run", Mandatory = true)]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public long RunId { get; set; }

    /// <summary>The passes; by default all.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(PassCompleter))]
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
        WriteObject(passes, enumerateCollection: true);
        if (ofRun && !known)
        {
            WriteError(
                new ErrorRecord(
                    new ItemNotFoundException(
                        $"No pass of a run {RunId} has ended in '{StateInUse}'. -All shows those of every run."
                    ),
                    "RunNotFound",
                    ErrorCategory.ObjectNotFound,
                    RunId
                )
            );
        }
    }
}
