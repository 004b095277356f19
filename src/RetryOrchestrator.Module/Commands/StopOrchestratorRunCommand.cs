using System.Management.Automation;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Composition;
using RetryOrchestrator.Storage;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Asks a live run, in any process, to stop as Ctrl+C would.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OrchestratorRun", SupportsShouldProcess = true)]
public sealed class StopOrchestratorRunCommand : StateCmdlet
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a lock is waited for: as long as a run does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Says soon that it waits.
    private IStateStore Impatient =>
        StateStores.At(
            Paths.State,
            new StateStoreOptions { BusyTimeout = TimeSpan.FromSeconds(1) }
        );

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
        var status = Patiently(() =>
        {
            using var reader = Impatient.OpenForReading();
            return reader.ReadStatus();
        });
        if (status.State is not (RunState.Running or RunState.Waiting))
        {
            WriteWarning($"No run is live on '{Paths.State}'.");
            return;
        }

        var target = $"run {status.RunId} (process {status.ProcessId} on {status.HostName})";
        if (!ShouldProcess(target, "Stop"))
        {
            return;
        }

        Patiently(() =>
        {
            using var state = Impatient.OpenForMaintenance();
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
                Pause();
            }

            return true;
        });

    // The run is asked through its state. What another program has locked it is waited for as the run
    // itself waits, which begins nothing meanwhile.
    private T Patiently<T>(Func<T> ask) =>
        Guard(() =>
        {
            long? since = null;
            while (true)
            {
                try
                {
                    return ask();
                }
                catch (StateException fault)
                    when (fault.ErrorId == ErrorIds.StateBusy
                        && (
                            since is null
                            || TimeProvider.System.GetElapsedTime(since.Value) < Patience
                        )
                    )
                {
                    if (since is null)
                    {
                        since = TimeProvider.System.GetTimestamp();
                        WriteWarning(
                            $"The state '{Paths.State}' is locked by another program (a database browser, a "
                                + "backup): the run will be asked to stop as soon as that lets go of it. This "
                                + $"waits for {Patience.TotalMinutes:0} minutes at most; Ctrl+C gives up."
                        );
                    }
                }

                Pause();
            }
        });

    private void Pause()
    {
        if (StopToken.WaitHandle.WaitOne(LookAgain))
        {
            throw new PipelineStoppedException();
        }
    }
}
