using System.Diagnostics;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>The console host as a process of its own, which a test may kill at any moment.</summary>
internal sealed class HostProgram : IDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _moved = new(0);

    private HostProgram(string folder, IEnumerable<string> words)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Host.dll");
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [host, .. words])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            }
        )!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, data) => Note(data.Data);
        _process.ErrorDataReceived += (_, data) => Note(data.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it in a folder, with a cmdlet and its parameters.</summary>
    public static HostProgram Start(string folder, params string[] words) => new(folder, words);

    public int Id => _process.Id;

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Waits until a line holds a text, or the process has ended, or the time is up.</summary>
    /// <returns>Whether a line holds it.</returns>
    public bool SaysWithin(string text, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            var left = limit - watch.Elapsed;
            if (_process.HasExited || left <= TimeSpan.Zero)
            {
                return Text.Contains(text, StringComparison.Ordinal);
            }

            _moved.Wait(
                left < TimeSpan.FromMilliseconds(50) ? left : TimeSpan.FromMilliseconds(50)
            );
        }

        return true;
    }

    /// <summary>Lets it run for a while.</summary>
    /// <returns>True when it ended by itself within that time.</returns>
    public bool EndsWithin(TimeSpan limit) => _process.WaitForExit(limit);

    /// <summary>Waits for its end.</summary>
    public int WaitForExitCode(TimeSpan limit)
    {
        Assert.True(_process.WaitForExit(limit), $"The host did not end within {limit}.\n{Text}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, for this process alone: what it started goes on.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: false);
        }

        _process.WaitForExit();
    }

    public void Signal(int signal) =>
        Process.Start("kill", [$"-{signal}", $"{_process.Id}"]).WaitForExit();

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_gate)
        {
            _lines.Add(line ?? "");
        }

        _moved.Release();
    }
}
