namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>The console host at work on a crash folder, and what it has said so far.</summary>
internal sealed class CrashHost : IDisposable
{
    private readonly HostProcess _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Task _listening;

    public CrashHost(CrashFolder folder, Limits limits, int retryDelaySeconds)
    {
        _process = HostProcess.StartIn(
            folder.FullName,
            "Start-OrchestratorRun",
            "-Verbose",
            "-Command",
            Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Dummy"),
            "-ArgumentList",
            $"witness:{folder.Witness.FilePath},do:{{plan}}",
            "-Banner",
            "None",
            "-RetryDelaySeconds",
            $"{retryDelaySeconds}",
            "-Workers",
            $"{limits.Workers}",
            "-MaxPasses",
            $"{limits.MaxPasses}",
            "-MaxAttemptsPerJob",
            $"{limits.MaxAttempts}",
            "-InfrastructureRetryLimit",
            $"{limits.InfrastructureRetries}"
        );
        _listening = ListenAsync();
    }

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

    /// <summary>How many lines hold a text.</summary>
    public int Says(string text) =>
        Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

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

    /// <summary>SIGKILL. What it said up to then has arrived afterwards.</summary>
    public void Kill()
    {
        _process.Kill();
        _listening.Wait();
    }

    public void Dispose() => _process.Dispose();

    public override string ToString() => string.Join('\n', [.. Lines, _process.ErrorSoFar()]);

    private async Task ListenAsync()
    {
        await Task.Yield();
        while (await _process.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(line);
            }
        }
    }
}
