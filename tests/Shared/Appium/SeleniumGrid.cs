using System.Diagnostics;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>A Selenium Grid of one hub and nodes that relay to Appium servers, ended by its processes.</summary>
internal sealed class SeleniumGrid : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _java;
    private readonly string _jar;
    private readonly string _folder;
    private readonly List<Process> _processes = [];
    private readonly int _publish = TestPorts.Next();
    private readonly int _subscribe = TestPorts.Next();

    private SeleniumGrid(string java, string jar, string folder)
    {
        _java = java;
        _jar = jar;
        _folder = folder;
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
    }

    public Uri Url { get; }

    /// <summary>Starts a grid that has a device behind each Appium server.</summary>
    /// <param name="folder">For the nodes' configuration.</param>
    /// <param name="devices">Appium server and device of each node.</param>
    public static Task<SeleniumGrid> StartAsync(
        string folder,
        params (Uri Appium, string Device)[] devices
    ) => StartAsync(folder, "Fake", "Fake", devices);

    /// <summary>The same for sessions of another platform and driver.</summary>
    public static async Task<SeleniumGrid> StartAsync(
        string folder,
        string platform,
        string driver,
        params (Uri Appium, string Device)[] devices
    )
    {
        var (java, jar) = await AppiumKit.GetGridAsync();
        var grid = new SeleniumGrid(java, jar, folder);
        try
        {
            grid.StartHub();
            foreach (var (appium, device) in devices)
            {
                grid.StartNode(appium, platform, driver, device);
            }

            await grid.WaitForNodesAsync(devices.Length);
            return grid;
        }
        catch
        {
            await grid.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private void StartHub() =>
        Start(
            "hub",
            "--host",
            "127.0.0.1",
            "--port",
            $"{Url.Port}",
            "--publish-events",
            $"tcp://127.0.0.1:{_publish}",
            "--subscribe-events",
            $"tcp://127.0.0.1:{_subscribe}",
            "--session-request-timeout",
            "6",
            "--reject-unsupported-caps",
            "true"
        );

    private void StartNode(Uri appium, string platform, string driver, string device)
    {
        var file = Path.Combine(_folder, $"node-{Guid.NewGuid():N}.toml");
        File.WriteAllText(
            file,
            $$$"""
            [node]
            detect-drivers = false
            max-sessions = 1
            override-max-sessions = true

            [relay]
            url = "{{{appium.GetLeftPart(UriPartial.Authority)}}}"
            status-endpoint = "/status"
            configs = ["1", "{\"platformName\":\"{{{platform}}}\",\"appium:automationName\":\"{{{driver}}}\",\"appium:udid\":\"{{{device}}}\"}"]
            """
        );
        Start(
            "node",
            "--config",
            file,
            "--host",
            "127.0.0.1",
            "--port",
            $"{TestPorts.Next()}",
            "--hub",
            Url.AbsoluteUri,
            "--publish-events",
            $"tcp://127.0.0.1:{_publish}",
            "--subscribe-events",
            $"tcp://127.0.0.1:{_subscribe}"
        );
    }

    private void Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(_java, ["-jar", _jar, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // Read and forgotten, so that it never waits for a reader.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task WaitForNodesAsync(int nodes)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await UpAsync(http) < nodes)
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<int> UpAsync(HttpClient http)
    {
        try
        {
            var status = await http.GetStringAsync("status");
            return status.Split("\"availability\": \"UP\"").Length - 1;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
