using System.Management.Automation;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Composition;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Commands;

/// <summary>
/// One look at the state, also while a run is live in another process. A jobs file without a state
/// has not been started.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OrchestratorStatus")]
[OutputType(typeof(OrchestratorStatus))]
public sealed class GetOrchestratorStatusCommand : StateCmdlet
{
    /// <summary>The jobs file whose state is meant. Files may be piped in.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public override string? JobsPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(OperatorClock.Show(Guard(ReadStatus)));

    private OrchestratorStatus ReadStatus()
    {
        try
        {
            using var reader = State.OpenForReading();
            return StatusDevices.Added(reader.ReadStatus());
        }
        catch (StateException fault)
            when (fault.ErrorId == ErrorIds.StateNotFound && FindJobs() is { } jobs)
        {
            using var preview = State.OpenForPreview();
            try
            {
                RunOpening.TakeIn(preview, new JobsFileSource(jobs));
            }
            catch (IntakeException faulty)
            {
                throw faulty.OfCounting();
            }

            return OrchestratorStatus.Of(Paths.State, preview.CountJobs());
        }
    }

    // A state that was named alone belongs to no jobs file that is known.
    private string? FindJobs()
    {
        if (NamedList is null && NamedState is not null)
        {
            return null;
        }

        var path = ResolvePath(NamedList ?? "jobs.csv", nameof(JobsPath));
        return File.Exists(path) ? path : null;
    }
}
