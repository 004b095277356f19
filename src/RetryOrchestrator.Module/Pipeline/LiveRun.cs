using System.Runtime.ExceptionServices;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// A run at work on threads of its own while the pipeline thread shows its events. Whatever ends
/// the showing (Ctrl+C, <c>Select-Object -First</c>, a fault downstream) stops the run in an
/// orderly way first: all that happened is stored before this returns. What merely holds it up (a
/// terminal that nobody reads) does not hold up the run, nor its stop.
/// </summary>
internal static class LiveRun
{
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
        using var stops = new RunStops(pipelineStop);
        using var live = LiveRuns.Enter(stops);
        using var signals = new EndingSignals(stops.Stop);
        if (ProcessEnd.IsNear)
        {
            stops.Stop();
        }

        var running = Task.Run(async () =>
        {
            var stopped = false;
            try
            {
                var end = await run(stops.Signals).ConfigureAwait(false);
                stopped = end.Stopped;
                return end;
            }
            finally
            {
                live.IsOver(stopped);
                signals.PutAway();
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
                stops.Stop();
            }
        }

        var end = running.GetAwaiter().GetResult();
        unwinding?.Throw();
        return end;
    }
}
