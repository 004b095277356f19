using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Tests.Android;

/// <summary>
/// The real adb for one test: a server on a port of its own with its own home and temporary
/// folder. The server is a child of the test and is ended by its process.
/// </summary>
internal sealed class AdbSandbox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("adb-test-").FullName;
    private Process? _server;

    private AdbSandbox(string program, int port)
    {
        Program = program;
        ServerPort = port;
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["TMPDIR"] = _folder,
            ["ANDROID_ADB_SERVER_PORT"] = $"{port}",
        };
    }

    /// <summary>The adb program.</summary>
    public string Program { get; }

    /// <summary>Where this test's server listens.</summary>
    public int ServerPort { get; }

    /// <summary>What whoever calls adb must have in its environment to reach this server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>A folder of the test, removed at its end.</summary>
    public string Folder => _folder;

    /// <summary>Starts a server, or skips the test when there is no adb.</summary>
    public static async Task<AdbSandbox> StartAsync()
    {
        var sandbox = WithoutServer();
        await sandbox.StartServerAsync();
        return sandbox;
    }

    /// <summary>A sandbox whose server nobody has started yet.</summary>
    public static AdbSandbox WithoutServer()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows(),
            "NOT TESTED: the emulated phone needs /bin/sh. Run these tests on Linux or macOS."
        );
        var program = (System.Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "adb"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(
            program is null,
            "NOT TESTED: adb is not installed. Install it (Debian: apt-get install adb) and run the tests again."
        );
        return new AdbSandbox(program!, TestPorts.Next());
    }

    /// <summary>
    /// A program to name as adb where the environment cannot be set: it is adb with this sandbox's.
    /// </summary>
    public string Wrapper()
    {
        var file = Path.Combine(_folder, "adb");
        var variables = Environment.Select(pair => $"{pair.Key}='{pair.Value}' ");
        File.WriteAllText(
            file,
            $"#!/bin/sh\nexec env {string.Concat(variables)}'{Program}' \"$@\"\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                file,
                UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite
            );
        }

        return file;
    }

    /// <summary>Starts the server as a child, so that its process id is known.</summary>
    public async Task StartServerAsync()
    {
        _server = Process.Start(StartInfo("nodaemon", "server"))!;
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        // Whoever calls adb before the child listens starts a server of its own, and gets its port.
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await ListensAsync())
        {
            Assert.False(_server.HasExited, "The adb server ended at its start.");
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Kills the server as a crash does.</summary>
    public async Task KillServerAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    /// <summary>Connects a phone and waits until adb shows it ready.</summary>
    public async Task ConnectAsync(EmulatedPhone phone)
    {
        await RunAsync("connect", phone.Serial);
        await RunAsync("-s", phone.Serial, "wait-for-device");
    }

    /// <summary>Calls adb and returns what it printed on both its outputs.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await output + await error;
    }

    public async ValueTask DisposeAsync()
    {
        // A call of the test may have started another server on this port.
        await RunAsync("kill-server");
        await KillServerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, ServerPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
