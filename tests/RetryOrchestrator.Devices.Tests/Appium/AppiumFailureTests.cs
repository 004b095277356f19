using OpenQA.Selenium;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

/// <summary>Each way in which a session fails, brought about with a real server, and what it is called.</summary>
public sealed class AppiumFailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("appium-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_gone()
    {
        await using var servers = await TestServers.CreateAsync();
        var session = await StartAsync(servers);
        await servers.DisposeAsync();

        await FailsAsync(
            () => session.RunAsync(driver => driver.PageSource, Stop),
            FailureCategory.Infrastructure,
            "connection_dropped"
        );
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_command()
    {
        await using var servers = await TestServers.CreateAsync();
        var session = await StartAsync(servers);
        var process = servers.ProcessIds[1];
        // Frozen first, so that the command is surely under way when the server dies.
        TestServers.Signal(process, "STOP");
        var command = session.RunAsync(driver => driver.PageSource, Stop);
        TestServers.Signal(process, "KILL");

        await FailsAsync(() => command, FailureCategory.Infrastructure, "connection_dropped");
    }

    [Fact]
    public async Task A_server_that_is_frozen()
    {
        await using var servers = await TestServers.CreateAsync();
        var session = await StartAsync(
            servers,
            TestServers.Limits with
            {
                Command = TimeSpan.FromSeconds(1),
            }
        );
        TestServers.Signal(servers.ProcessIds[1], "STOP");

        var evidence = await FailsAsync(
            () => session.RunAsync(driver => driver.PageSource, Stop),
            FailureCategory.Infrastructure,
            "appium_timeout"
        );

        Assert.Contains("did not answer GET /session/…/source within 1 s", evidence.Message);
        servers.Distrust(1);
    }

    [Fact]
    public async Task A_session_that_expired()
    {
        await using var servers = await TestServers.CreateAsync();
        var capabilities = Capabilities();
        capabilities["appium:newCommandTimeout"] = 1;
        var session = await FakeDriverSession.StartAsync(servers, capabilities);
        var log = (await servers.GetAsync(FakeDriverSession.Attempt(), Stop)).Log!;
        await Eventually.TrueAsync(
            () => log.Since(0).Any(line => line.Contains("Shutting down because we waited 1")),
            "the session expires"
        );

        await FailsAsync(
            () => session.RunAsync(driver => driver.PageSource, Stop),
            FailureCategory.Infrastructure,
            "appium_crash"
        );
        Assert.True(await session.CloseAsync(Stop));
    }

    [Fact]
    public async Task A_session_that_somebody_else_ended()
    {
        await using var servers = await TestServers.CreateAsync();
        var session = await StartAsync(servers);
        var address = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);
        using var other = new HttpClient { BaseAddress = address.Url };
        var ended = await other.DeleteAsync($"session/{session.Driver.SessionId}", Stop);
        Assert.True(ended.IsSuccessStatusCode);

        await FailsAsync(
            () => session.RunAsync(driver => driver.PageSource, Stop),
            FailureCategory.Infrastructure,
            "appium_crash"
        );
        Assert.True(await session.CloseAsync(Stop));
    }

    [Fact]
    public async Task A_wrong_base_path()
    {
        await using var servers = await TestServers.CreateAsync();
        var address = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);

        await FailsAsync(
            () => StartAsync(new Uri($"{address.Url}wd/hub/"), Capabilities()),
            FailureCategory.Infrastructure,
            "appium_endpoint"
        );
    }

    [Fact]
    public async Task An_app_that_is_missing()
    {
        await using var servers = await TestServers.CreateAsync();

        await FailsAsync(
            () => FakeDriverSession.StartAsync(servers, FakeDriverSession.Capabilities(null)),
            FailureCategory.Infrastructure,
            "appium_crash"
        );
    }

    [Fact]
    public async Task A_second_session_that_is_refused()
    {
        await using var servers = await TestServers.CreateAsync();
        var capabilities = Capabilities();
        capabilities["appium:uniqueApp"] = true;
        await using var session = await FakeDriverSession.StartAsync(servers, capabilities);

        var evidence = await FailsAsync(
            () => FakeDriverSession.StartAsync(servers, capabilities),
            FailureCategory.Infrastructure,
            "appium_crash"
        );

        Assert.Contains("unique session is in progress", evidence.Message);
    }

    [Fact]
    public async Task A_driver_that_is_not_installed()
    {
        await using var servers = await TestServers.CreateAsync();
        var capabilities = Capabilities();
        capabilities["appium:automationName"] = "Espresso";

        await FailsAsync(
            () => FakeDriverSession.StartAsync(servers, capabilities),
            FailureCategory.Infrastructure,
            "appium_driver_missing"
        );
    }

    [Fact]
    public async Task A_proxy_that_answers_with_a_web_page()
    {
        await using var proxy = await WebPageServer.StartAsync();

        await FailsAsync(
            () => StartAsync(proxy.Url, Capabilities()),
            FailureCategory.Infrastructure,
            "appium_endpoint"
        );
    }

    [Fact]
    public async Task Elements_that_are_not_as_expected()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var session = await StartAsync(servers);
        foreach (
            var misuse in new Action<AppiumDriver>[]
            {
                driver => driver.FindById("later").Click(),
                driver => driver.FindById("share_button").SendKeys("x"),
            }
        )
        {
            await FailsAsync(
                () => UseAsync(session, misuse),
                FailureCategory.Infrastructure,
                "ui_stuck"
            );
        }

        await FailsAsync(
            () => UseAsync(session, driver => driver.FindById("nowhere")),
            FailureCategory.Unknown,
            "element_not_found"
        );
        await FailsAsync(
            () => UseAsync(session, driver => driver.FindByXPath("badsel")),
            FailureCategory.Input,
            "invalid_selector"
        );
    }

    [Theory]
    [InlineData("Could not find a connected Android device in 20000ms", "device_not_found")]
    [InlineData(
        "'GET /source' cannot be proxied to UiAutomator2 server because the instrumentation process is not running (probably crashed)",
        "appium_crash"
    )]
    [InlineData(
        "Could not proxy command to the remote server. Original error: socket hang up",
        "appium_crash"
    )]
    [InlineData("A session is either terminated or not started", "appium_crash")]
    public void The_words_of_a_server_decide_where_the_type_does_not(string message, string type)
    {
        var evidence = AppiumFailure.Describe(new WebDriverException(message))!;

        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Equal(type, evidence.DeclaredType);
    }

    [Fact]
    public void Long_messages_are_cut_and_stack_traces_left_out()
    {
        var evidence = AppiumFailure.Describe(
            new WebDriverException($"It broke{new string('!', 5000)}\n    at someone's (file.js:1)")
        )!;

        Assert.StartsWith("It broke!", evidence.Message);
        Assert.True(evidence.Message.Length < 1000);
        Assert.DoesNotContain("file.js", evidence.Message);
    }

    [Fact]
    public void Exceptions_that_are_not_of_Appium_are_left_to_the_rules()
    {
        Assert.Null(AppiumFailure.Describe(new InvalidOperationException("Sequence is empty")));
        Assert.Null(AppiumFailure.Describe(new NotImplementedException()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, object> Capabilities() =>
        FakeDriverSession.Capabilities(FakeApp.Write(_folder));

    private Task<AppiumSession> StartAsync(AppiumServers servers, AppiumLimits? limits = null) =>
        FakeDriverSession.StartAsync(servers, Capabilities(), limits);

    private static Task<AppiumSession> StartAsync(
        Uri url,
        IReadOnlyDictionary<string, object> capabilities
    ) => AppiumSession.StartAsync(url, capabilities, TestServers.Limits, TimeProvider.System, Stop);

    private static Task UseAsync(AppiumSession session, Action<AppiumDriver> use) =>
        session.RunAsync(
            driver =>
            {
                use(driver);
                return true;
            },
            Stop
        );

    private static async Task<FailureEvidence> FailsAsync(
        Func<Task> action,
        FailureCategory category,
        string type
    )
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(action);
        var evidence = AppiumFailure.Describe(exception);
        Assert.True(evidence is not null, $"Not recognised: {exception}");
        Assert.Equal((category, type), (evidence.DeclaredCategory!.Value, evidence.DeclaredType));
        return evidence;
    }
}
