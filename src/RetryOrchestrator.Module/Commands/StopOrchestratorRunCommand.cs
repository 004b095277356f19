using System.Management.Automation;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Asks a live run, in any process, to stop as Ctrl+C would.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OrchestratorRun", SupportsShouldProcess = true)]
public sealed class StopOrchestratorRunCommand : StateCmdlet
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns only when the run has ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The jobs file whose state is meant. Files may be piped in.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public override string? JobsPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var path = Paths.State;
        var status = Read(reader => reader.ReadStatus());
        if (status.State is not (RunState.Running or RunState.Waiting))
        {
            WriteWarning($"No run is live on '{path}'.");
            return;
        }

        var target = $"run {status.RunId} (process {status.ProcessId} on {status.HostName})";
        if (!ShouldProcess(target, "Stop"))
        {
            return;
        }

        Guard(() =>
        {
            using var state = States.OpenForMaintenance(path);
            return state.RequestStop(TimeProvider.System.GetUtcNow());
        });
        if (Wait)
        {
            WaitForEnd();
        }
    }

    private void WaitForEnd() =>
        Read(reader =>
        {
            while (reader.ReadStatus().State is RunState.Running or RunState.Waiting)
            {
                if (StopToken.WaitHandle.WaitOne(LookAgain))
                {
                    throw new PipelineStoppedException();
                }
            }

            return true;
        });
}
