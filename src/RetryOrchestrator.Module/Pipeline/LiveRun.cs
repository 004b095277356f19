using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Rendering.Live;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// A run at work on threads of its own while the pipeline thread shows its events. Whatever ends
/// the showing (Ctrl+C, <c>Select-Object -First</c>, a fault downstream) stops the run in an
/// orderly way first: all that happened is stored before this returns.
/// </summary>
internal static class LiveRun
{
    /// <summary>
    /// Under this name an <see cref="Action"/> is offered to the process while a run is live: a
    /// host calls it on Ctrl+C, so that the pipeline stays open for what is still to be shown. The
    /// first call asks for a stop in order; the next ends what still runs by force.
    /// </summary>
    public const string RequestStopName = "RetryOrchestrator.RequestStop";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs, and shows each event on the calling thread.</summary>
    /// <param name="run">Starts the run with the signals for its stop.</param>
    /// <param name="queue">Where the run publishes its events.</param>
    /// <param name="show">Shows one; null is a moment in which nothing happened.</param>
    /// <param name="pipelineStop">Cancelled when PowerShell stops the pipeline.</param>
    public static RunEnd Run(
        Func<StopSignals, Task<RunEnd>> run,
        EventQueue queue,
        Action<RunEvent?> show,
        CancellationToken pipelineStop
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(pipelineStop);
        using var kill = new CancellationTokenSource();
        using var offer = new StopOffer(stop, kill, pipelineStop);
        var running = Task.Run(async () =>
        {
            try
            {
                return await run(new StopSignals(stop.Token, kill.Token)).ConfigureAwait(false);
            }
            finally
            {
                queue.Complete();
            }
        });

        ExceptionDispatchInfo? unwinding = null;
        foreach (var runEvent in queue.ReadAll(Patience))
        {
            try
            {
                show(runEvent);
            }
            catch (Exception exception)
            {
                // Kept until the run has ended: it must not go on without its pipeline.
                unwinding ??= ExceptionDispatchInfo.Capture(exception);
                stop.Cancel();
            }
        }

        var end = running.GetAwaiter().GetResult();
        unwinding?.Throw();
        return end;
    }

    /// <summary>The ways in which others in this process may ask for a stop.</summary>
    private sealed class StopOffer : IDisposable
    {
        private readonly PosixSignalRegistration _terminate;
        private int _asked;

        public StopOffer(
            CancellationTokenSource stop,
            CancellationTokenSource kill,
            CancellationToken pipelineStop
        )
        {
            AppContext.SetData(
                RequestStopName,
                () =>
                {
                    var first =
                        Interlocked.Increment(ref _asked) == 1
                        && !pipelineStop.IsCancellationRequested;
                    (first ? stop : kill).Cancel();
                }
            );
            // systemd, Task Scheduler and kill send this; without it the process would just die.
            _terminate = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM,
                signal =>
                {
                    signal.Cancel = true;
                    stop.Cancel();
                }
            );
        }

        public void Dispose()
        {
            AppContext.SetData(RequestStopName, null);
            _terminate.Dispose();
        }
    }
}
