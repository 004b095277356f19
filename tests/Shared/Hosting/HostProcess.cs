using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>The real host in a process of its own, its streams redirected.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errorSoFar = new();
    private readonly TaskCompletionSource _errorEnded = new();
    private readonly SemaphoreSlim _errorMoved = new(0);

    private HostProcess(
        string folder,
        string workingFolder,
        IEnumerable<string> words,
        IReadOnlyDictionary<string, string>? environment = null,
        string? limits = null
    )
    {
        string[] command = [Path.Combine(folder, "RetryOrchestrator.Host.dll"), .. words];
        var start = limits is null
            ? new ProcessStartInfo("dotnet", command)
            : new ProcessStartInfo(
                "/bin/sh",
                ["-c", $"{limits}; exec dotnet \"$@\"", "sh", .. command]
            );
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = workingFolder;

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the host that was built with these tests.</summary>
    public static HostProcess Start(params string[] words) => StartIn(Path.GetTempPath(), words);

    /// <summary>The same with another current folder.</summary>
    public static HostProcess StartIn(string workingFolder, params string[] words) =>
        new(AppContext.BaseDirectory, workingFolder, words);

    /// <summary>Starts a host from another folder, with variables of its own.</summary>
    public static HostProcess StartFrom(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] words
    ) => new(folder, Path.GetTempPath(), words, environment);

    /// <summary>Runs the host to its end.</summary>
    public static Task<HostResult> RunAsync(params string[] words) =>
        RunInAsync(AppContext.BaseDirectory, words);

    /// <summary>Runs the host that was built with these tests to its end, under limits of a shell (Unix).</summary>
    /// <param name="limits">Such as <c>ulimit -n 200</c>.</param>
    /// <param name="words">What it is told.</param>
    public static async Task<HostResult> RunUnderAsync(string limits, params string[] words)
    {
        using var host = new HostProcess(
            AppContext.BaseDirectory,
            Path.GetTempPath(),
            words,
            limits: limits
        );
        return await host.EndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a host from another folder to its end.</summary>
    public static async Task<HostResult> RunInAsync(string folder, params string[] words)
    {
        using var host = new HostProcess(folder, Path.GetTempPath(), words);
        return await host.EndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Lets it run for a while; true when it ended by itself meanwhile.</summary>
    public bool ExitsWithin(TimeSpan limit) => _process.WaitForExit(limit);

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>SIGKILL, for this process alone: what it started goes on.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: false);
        _process.WaitForExit();
    }

    /// <summary>Waits for a line of standard output.</summary>
    public async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>
    /// The same on the calling thread: it goes on when the line is there, and not when the pool,
    /// which tests that block keep short, has a thread for it.
    /// </summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Sends a signal, as a terminal or a supervisor does.</summary>
    public void Signal(PosixSignal signal) =>
        Assert.Equal(0, Kill(_process.Id, signal is PosixSignal.SIGINT ? 2 : 15));

    /// <summary>
    /// Whether the host handles signals by now, as <c>/proc</c> tells: the last that it registers
    /// for is SIGHUP, or the one before where that is ignored (under <c>nohup</c>). One that comes
    /// sooner ends any process.
    /// </summary>
    public bool HearsSignals => Hears(_process.Id);

    /// <summary>The same of any host.</summary>
    public static bool Hears(int processId)
    {
        const ulong HangUp = 1 << 0;
        const ulong Terminate = 1 << 14;
        var caught = SignalMask(processId, "SigCgt:");
        return (caught & HangUp) != 0
            || ((caught & Terminate) != 0 && (SignalMask(processId, "SigIgn:") & HangUp) != 0);
    }

    /// <summary>
    /// Whether this process, and so what it starts, was told to outlive its terminal (<c>nohup</c>).
    /// </summary>
    public static bool OutlivesTerminals => (SignalMask(Environment.ProcessId, "SigIgn:") & 1) != 0;

    // Bit 0 is signal 1. None when the process has gone.
    private static ulong SignalMask(int processId, string which)
    {
        try
        {
            var mask = File.ReadLines($"/proc/{processId}/status")
                .First(line => line.StartsWith(which, StringComparison.Ordinal));
            return Convert.ToUInt64(mask[which.Length..].Trim(), 16);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Waits until standard error holds a text.</summary>
    public async Task ErrorSaysAsync(string text)
    {
        while (!ErrorSoFar().Contains(text, StringComparison.Ordinal))
        {
            await _errorMoved.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for the end; what was read before is not in the output.</summary>
    public async Task<HostResult> EndAsync(CancellationToken token)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(token);
        await _process.WaitForExitAsync(token);
        await _errorEnded.Task.WaitAsync(token);
        return new HostResult(_process.ExitCode, output, ErrorSoFar());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Standard error up to now.</summary>
    public string ErrorSoFar()
    {
        lock (_errorSoFar)
        {
            return _errorSoFar.ToString();
        }
    }

    private void OnError(string? line)
    {
        if (line is null)
        {
            _errorEnded.TrySetResult();
            return;
        }

        lock (_errorSoFar)
        {
            _errorSoFar.Append(line).Append('\n');
        }

        _errorMoved.Release();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}

/// <summary>How a host ended and what it wrote.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Error);
