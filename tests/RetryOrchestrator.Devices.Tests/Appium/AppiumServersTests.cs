using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

public sealed class AppiumServersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_worker_has_a_server_and_ports_of_its_own_and_keeps_them()
    {
        await using var servers = await TestServers.CreateAsync();

        var one = await servers.GetAsync(FakeDriverSession.Attempt(1), Stop);
        var two = await servers.GetAsync(FakeDriverSession.Attempt(2), Stop);
        var again = await servers.GetAsync(FakeDriverSession.Attempt(1, id: 7), Stop);

        Assert.NotEqual(one.Url, two.Url);
        Assert.NotEqual(one.SystemPort, two.SystemPort);
        Assert.Equal(one, again);
        Assert.Equal(2, servers.ProcessIds.Count);
    }

    [Fact]
    public async Task A_port_in_use_is_skipped()
    {
        var settings = await TestServers.SettingsAsync();
        using var taken = new TcpListener(IPAddress.Loopback, settings.FirstPort);
        taken.Start();
        await using var servers = new AppiumServers(settings);

        var address = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);

        Assert.True(address.Url.Port > settings.FirstPort);
    }

    [Fact]
    public async Task Two_runs_never_have_one_port_not_even_one_on_which_nobody_listens_yet()
    {
        var settings = await TestServers.SettingsAsync();
        await using var one = new AppiumServers(settings);
        await using var two = new AppiumServers(settings);

        var both = await Task.WhenAll(
            one.GetAsync(FakeDriverSession.Attempt(), Stop),
            two.GetAsync(FakeDriverSession.Attempt(), Stop)
        );

        Assert.NotEqual(both[0].Url, both[1].Url);
        Assert.NotEqual(both[0].SystemPort, both[1].SystemPort);
        Assert.Equal((1, 1), (one.ProcessIds.Count, two.ProcessIds.Count));
        // And a port that was given back is the next run's.
        await one.DisposeAsync();
        await using var three = new AppiumServers(settings);
        Assert.Equal(
            both[0].SystemPort,
            (await three.GetAsync(FakeDriverSession.Attempt(), Stop)).SystemPort
        );
    }

    [Theory]
    [InlineData("KILL", "died")]
    [InlineData("TERM", "died")]
    [InlineData("STOP", "does not answer")]
    public async Task A_server_that_died_or_froze_is_replaced_before_the_next_attempt(
        string signal,
        string reason
    )
    {
        var warnings = new List<string>();
        await using var servers = await TestServers.CreateAsync(
            TestServers.Limits with
            {
                ServerHealth = TimeSpan.FromSeconds(2),
            },
            warnings.Add
        );
        await servers.GetAsync(FakeDriverSession.Attempt(), Stop);
        var first = servers.ProcessIds[1];
        TestServers.Signal(first, signal);
        if (signal != "STOP")
        {
            await Eventually.TrueAsync(() => servers.ProcessIds.Count == 0, "the server is gone");
        }

        var address = await servers.GetAsync(FakeDriverSession.Attempt(id: 2), Stop);

        Assert.NotEqual(first, servers.ProcessIds[1]);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(first));
        using var http = new HttpClient();
        Assert.Contains("ready", await http.GetStringAsync($"{address.Url}status", Stop));
        Assert.Contains(reason, Assert.Single(warnings));
    }

    [Theory]
    [InlineData("""{"value":{"ready":true,"message":"The server is ready"}}""", true)]
    [InlineData("""{"value":{"ready":false,"message":"The server is shutting down"}}""", false)]
    [InlineData("""{"value":"ready"}""", false)]
    [InlineData("""["ready"]""", false)]
    [InlineData("<html>ready</html>", false)]
    [InlineData("", false)]
    public void A_server_that_says_that_it_shuts_down_is_not_ready_however_well_it_answers(
        string answer,
        bool ready
    ) => Assert.Equal(ready, ServerStatus.IsReady(answer));

    [Fact]
    public async Task When_the_run_ends_no_server_is_left_not_even_a_frozen_one()
    {
        var servers = await TestServers.CreateAsync(
            TestServers.Limits with
            {
                ServerStop = TimeSpan.FromSeconds(2),
            }
        );
        var addresses = new List<AppiumAddress>
        {
            await servers.GetAsync(FakeDriverSession.Attempt(1), Stop),
            await servers.GetAsync(FakeDriverSession.Attempt(2), Stop),
        };
        TestServers.Signal(servers.ProcessIds[2], "STOP");

        await servers.DisposeAsync();

        foreach (var address in addresses)
        {
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() =>
                client.ConnectAsync(IPAddress.Loopback, address.Url.Port, Stop).AsTask()
            );
        }
    }

    [Fact]
    public async Task A_server_ends_by_itself_when_the_run_dies()
    {
        var settings = await TestServers.SettingsAsync();
        var server = await AppiumServer.StartAsync(settings, settings.FirstPort, "none", Stop);

        // What the operating system does when this process dies: it closes the pipe.
        server.CloseLifeline();

        await server.Exited.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_whose_system_port_is_taken_gets_another_and_keeps_it()
    {
        await using var servers = await TestServers.CreateAsync();
        var first = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);
        var server = servers.ProcessIds[1];

        Assert.True(servers.ChangeSystemPort(1));
        var second = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);

        Assert.NotEqual(first.SystemPort, second.SystemPort);
        Assert.Equal(second, await servers.GetAsync(FakeDriverSession.Attempt(), Stop));
        Assert.Equal(server, servers.ProcessIds[1]);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why()
    {
        var settings = await TestServers.SettingsAsync();
        await using var servers = new AppiumServers(
            settings with
            {
                Arguments = ["--no-such-argument"],
            }
        );

        var problem = await Assert.ThrowsAsync<AppiumServerException>(() =>
            servers.GetAsync(FakeDriverSession.Attempt(), Stop)
        );

        Assert.Contains("no-such-argument", problem.Message);
    }

    [Fact]
    public void Without_node_or_Appium_the_message_says_how_to_install_them()
    {
        var empty = Directory.CreateTempSubdirectory("no-appium-");
        try
        {
            var node = Assert.Throws<AppiumServerException>(() =>
                AppiumInstallation.Find(null, _ => null)
            );
            Assert.Contains("Node.js", node.Message);
            Assert.Contains("npm install --prefix", node.Message);

            File.WriteAllText(Path.Combine(empty.FullName, "node"), "");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    Path.Combine(empty.FullName, "node"),
                    UnixFileMode.UserExecute | UnixFileMode.UserRead
                );
            }

            var appium = Assert.Throws<AppiumServerException>(() =>
                AppiumInstallation.Find(
                    empty.FullName,
                    name => name == "PATH" ? empty.FullName : null
                )
            );
            Assert.Contains(empty.FullName, appium.Message);
            Assert.Contains("npm install --prefix", appium.Message);
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }
}
