using OpenQA.Selenium;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

public sealed class AppiumSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("appium-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_finds_reads_and_uses_elements_of_a_native_app()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var session = await FakeDriverSession.StartAsync(
            servers,
            FakeDriverSession.Capabilities(FakeApp.Write(_folder))
        );

        var (shown, hidden) = await session.RunAsync(
            driver =>
                (driver.FindById("share_button").Displayed, driver.FindByText("Later").Displayed),
            Stop
        );
        Assert.True(shown);
        Assert.False(hidden);

        var clicks = await session.RunAsync(
            driver =>
            {
                var button = driver.FindByAccessibilityId("share_button");
                button.Click();
                button.Click();
                return driver.Attribute(button, "clicks");
            },
            Stop
        );
        Assert.Equal("2", clicks);

        const string caption = "Größe \"XL\" $HOME `id` 🎬\nzweite Zeile";
        var typed = await session.RunAsync(
            driver =>
            {
                var field = driver.FindById("caption");
                field.SendKeys(caption);
                return field.Text;
            },
            Stop
        );
        Assert.Equal(caption, typed);
    }

    [Theory]
    [InlineData("Share", "share_button")]
    [InlineData("It's", "one")]
    [InlineData("He said \"no\"", "two")]
    [InlineData("It's \"both\"", "three")]
    public async Task A_text_with_quotes_is_found_as_it_stands(string text, string id)
    {
        await using var servers = await TestServers.CreateAsync();
        var app = FakeApp.Write(
            _folder,
            """
            <MockText id="one" text="It's"/>
            <MockText id="two" text="He said &quot;no&quot;"/>
            <MockText id="three" content-desc="It's &quot;both&quot;"/>
            """
        );
        await using var session = await FakeDriverSession.StartAsync(
            servers,
            FakeDriverSession.Capabilities(app)
        );

        var same = await session.RunAsync(
            driver => driver.FindByText(text).Equals(driver.FindById(id)),
            Stop
        );

        Assert.True(same);
    }

    [Fact]
    public async Task A_cancelled_command_ends_at_once_and_the_session_goes_on()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var session = await FakeDriverSession.StartAsync(
            servers,
            FakeDriverSession.Capabilities(FakeApp.Write(_folder))
        );
        var process = Assert.Single(servers.ProcessIds).Value;
        using var cancel = new CancellationTokenSource();
        TestServers.Signal(process, "STOP");
        try
        {
            var command = session.RunAsync(driver => driver.PageSource, cancel.Token);
            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.WaitAsync(Stop));
        }
        finally
        {
            TestServers.Signal(process, "CONT");
        }

        Assert.Contains("share_button", await session.RunAsync(driver => driver.PageSource, Stop));
    }

    [Fact]
    public async Task Closing_a_session_of_a_frozen_server_takes_no_longer_than_its_limit()
    {
        await using var servers = await TestServers.CreateAsync();
        var session = await FakeDriverSession.StartAsync(
            servers,
            FakeDriverSession.Capabilities(FakeApp.Write(_folder)),
            TestServers.Limits with
            {
                Quit = TimeSpan.FromSeconds(1),
            }
        );
        TestServers.Signal(Assert.Single(servers.ProcessIds).Value, "STOP");

        var closed = await session.CloseAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);

        Assert.False(closed);
        servers.Distrust(1);
    }

    [Fact]
    public async Task Capabilities_reach_the_driver()
    {
        await using var servers = await TestServers.CreateAsync();
        await using var session = await FakeDriverSession.StartAsync(
            servers,
            new Dictionary<string, object>(FakeDriverSession.Capabilities(FakeApp.Write(_folder)))
            {
                ["appium:newCommandTimeout"] = 77,
            }
        );

        Assert.Equal(77L, session.Driver.Capabilities.GetCapability("newCommandTimeout"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
