using System.Management.Automation;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Where a worker's attempts are handed over, one at a time, to the thread that runs their scripts.
/// Safe to use from any thread.
/// </summary>
internal sealed class AttemptSlot
{
    private readonly object _gate = new();
    private ScriptRun? _next;
    private ScriptRun? _current;
    private volatile bool _closed;

    /// <summary>The attempt whose script is at work, or null.</summary>
    public ScriptRun? Current => _current;

    /// <summary>Whether no attempt is taken any more.</summary>
    public bool IsClosed => _closed;

    /// <summary>Whether an attempt was given up: its script goes on, and nobody waits for it.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Hands over an attempt; the one before has been completed.</summary>
    public void Offer(ScriptRun run)
    {
        lock (_gate)
        {
            _next = run;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the next attempt and makes it the current one.</summary>
    /// <param name="pipeline">The pipeline that will run its script, by which it is stopped.</param>
    /// <returns>The attempt, or null when the slot is closed.</returns>
    public ScriptRun? Take(PowerShell? pipeline)
    {
        lock (_gate)
        {
            // Sleeps at once: a semaphore would spin first, and the jobs need the processor.
            while (_next is null && !_closed)
            {
                Monitor.Wait(_gate);
            }

            _current = _next;
            _next = null;
            if (_current is not null)
            {
                _current.Pipeline = pipeline;
            }

            return _current;
        }
    }

    /// <summary>Completes the current attempt, if there is one.</summary>
    /// <returns>Whether its pipeline can take another: not one that is being stopped.</returns>
    public bool Complete()
    {
        // It stays the current one until it is complete: what it wrote may keep it from that, and
        // then it can still be stopped or given up.
        var run = _current;
        run?.Complete();
        lock (_gate)
        {
            _current = null;
        }

        return !_closed && run is not { StopRequested: true };
    }

    /// <summary>The current attempt was ended by this exception.</summary>
    /// <returns>False when there is none.</returns>
    public bool Fault(Exception exception)
    {
        lock (_gate)
        {
            _current?.Fault(exception);
            return _current is not null;
        }
    }

    /// <summary>Marks the attempt as one that is to stop.</summary>
    /// <returns>The pipeline to stop for that; null when none has begun it.</returns>
    public PowerShell? MarkStopped(ScriptRun run)
    {
        lock (_gate)
        {
            run.StopRequested = true;
            return _current == run ? run.Pipeline : null;
        }
    }

    /// <summary>Gives up the attempt, and with it the thread that cannot end its script.</summary>
    /// <returns>False when it has ended meanwhile.</returns>
    public bool Abandon(ScriptRun run)
    {
        lock (_gate)
        {
            if (_current != run && _next != run)
            {
                return false;
            }

            _closed = true;
            IsAbandoned = true;
            run.Abandon();
            return true;
        }
    }

    /// <summary>Takes no more attempts, and lets go whoever waits for one.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }
}
