using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>The two ways to end a live run from within its process. Safe from every thread.</summary>
/// <param name="pipelineStop">Cancelled when PowerShell stops the pipeline.</param>
internal sealed class RunStops(CancellationToken pipelineStop) : IDisposable
{
    private readonly CancellationTokenSource _stop =
        CancellationTokenSource.CreateLinkedTokenSource(pipelineStop);

    private readonly CancellationTokenSource _kill = new();
    private int _asked;

    /// <summary>What the run hears.</summary>
    public StopSignals Signals => new(_stop.Token, _kill.Token);

    /// <summary>Asks for a stop in order.</summary>
    public void Stop() => Cancel(_stop);

    /// <summary>As Ctrl+C means it: in order the first time, by force the next.</summary>
    public void Ask()
    {
        var again = Interlocked.Increment(ref _asked) > 1 || pipelineStop.IsCancellationRequested;
        Cancel(again ? _kill : _stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
    }

    // Not under a lock: what a stop brings about may take its time, and is no reason to wait with
    // the force that is asked for meanwhile.
    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended meanwhile.
        }
    }
}
