using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

/// <summary>Devices on several hosts behind a real Selenium Grid.</summary>
public sealed class SeleniumGridTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_go_to_the_node_that_has_the_device_and_an_unknown_or_busy_device_is_told()
    {
        await using var servers = await TestServers.CreateAsync();
        var one = await servers.GetAsync(FakeDriverSession.Attempt(1), Stop);
        var two = await servers.GetAsync(FakeDriverSession.Attempt(2), Stop);
        await using var grid = await SeleniumGrid.StartAsync(
            _folder,
            (one.Url, "phone-1"),
            (two.Url, "phone-2")
        );
        await using var endpoint = new FixedAppiumEndpoint(grid.Url);
        var address = await endpoint.GetAsync(FakeDriverSession.Attempt(), Stop);

        await using var session = await StartAsync(address.Url, "phone-2");

        var button = await session.RunAsync(
            driver => driver.FindById("share_button").Displayed,
            Stop
        );
        Assert.True(button);
        Assert.Contains(two.Log!.Since(0), line => line.Contains("POST /session"));
        Assert.DoesNotContain(one.Log!.Since(0), line => line.Contains("POST /session"));
        await RefusedAsync(() => StartAsync(address.Url, "phone-9"));
        await RefusedAsync(() => StartAsync(address.Url, "phone-2"), "grid_busy");
    }

    [Fact]
    public async Task A_slot_whose_Appium_died_is_freed_before_the_next_session_is_asked_for()
    {
        await using var servers = await TestServers.CreateAsync();
        var server = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);
        await using var grid = await SeleniumGrid.StartAsync(_folder, (server.Url, "phone-1"));
        await using var endpoint = new FixedAppiumEndpoint(grid.Url);
        var lost = await StartAsync(grid.Url, "phone-1");

        TestServers.Signal(Assert.Single(servers.ProcessIds).Value, "KILL");
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            lost.RunAsync(driver => driver.PageSource, Stop)
        );
        Assert.Equal("connection_dropped", AppiumFailure.Describe(failure)?.DeclaredType);
        Assert.False(await lost.CloseAsync(Stop));
        endpoint.LeaveOpen(1, lost);
        // Whoever runs it starts it again, on its port.
        Assert.Equal(server.Url, (await servers.GetAsync(FakeDriverSession.Attempt(), Stop)).Url);

        var address = await endpoint.GetAsync(FakeDriverSession.Attempt(), Stop);
        await using var session = await StartAsync(address.Url, "phone-1");

        Assert.True(
            await session.RunAsync(driver => driver.FindById("share_button").Displayed, Stop)
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<AppiumSession> StartAsync(Uri url, string device)
    {
        var capabilities = FakeDriverSession.Capabilities(FakeApp.Write(_folder));
        capabilities["appium:udid"] = device;
        return AppiumSession.StartAsync(
            url,
            capabilities,
            TestServers.Limits,
            TimeProvider.System,
            Stop
        );
    }

    private static async Task RefusedAsync(Func<Task> start, string? type = null)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(start);
        var evidence = AppiumFailure.Describe(exception);
        Assert.True(evidence is not null, $"Not recognised: {exception}");
        Assert.True(
            type is null || evidence.DeclaredType == type,
            $"{evidence.DeclaredType}: {evidence.Message}"
        );
    }
}
