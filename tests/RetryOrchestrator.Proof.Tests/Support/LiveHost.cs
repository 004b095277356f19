using System.Runtime.InteropServices;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>The console host at work in a folder, and what it has said so far.</summary>
internal sealed class LiveHost : ILiveHost
{
    private readonly HostProcess _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Task _listening;

    public LiveHost(string folder, params string[] words)
    {
        _process = HostProcess.StartIn(folder, words);
        _listening = Task.Factory.StartNew(
            Listen,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    public int Id => _process.Id;

    /// <summary>Whether a signal is heard already, instead of ending the process there and then.</summary>
    public bool HearsSignals => _process.HearsSignals;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Standard output up to now.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Lets it run for a while; true when it ended by itself meanwhile.</summary>
    public bool ExitsWithin(TimeSpan limit)
    {
        if (!_process.ExitsWithin(limit))
        {
            return false;
        }

        _listening.Wait();
        return true;
    }

    public void Signal(PosixSignal signal) => _process.Signal(signal);

    /// <summary>SIGKILL. What it said up to then has arrived afterwards.</summary>
    public void Kill()
    {
        _process.Kill();
        _listening.Wait();
    }

    public void Dispose() => _process.Dispose();

    public override string ToString() => string.Join('\n', [.. Lines, _process.ErrorSoFar()]);

    private void Listen()
    {
        while (_process.ReadLine() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(line);
            }
        }
    }
}
