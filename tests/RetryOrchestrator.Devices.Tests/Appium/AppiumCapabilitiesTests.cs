using RetryOrchestrator.Devices.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

public class AppiumCapabilitiesTests
{
    [Theory]
    [InlineData(30, 300)]
    [InlineData(300, 360)]
    [InlineData(400, 460)]
    [InlineData(400.5, 461)]
    [InlineData(86_400, 86_460)]
    [InlineData(10_000_000, 2_147_483)]
    public void A_session_outlasts_its_attempt_however_long_nothing_is_asked_of_it(
        double attempt,
        int seconds
    ) => Assert.Equal(seconds, For(attempt)["appium:newCommandTimeout"]);

    [Fact]
    public void What_a_flow_says_beats_it() =>
        Assert.Equal(
            7,
            For(400, KeyValuePair.Create("newCommandTimeout", (object)7))[
                "appium:newCommandTimeout"
            ]
        );

    [Fact]
    public void No_session_ends_the_adb_server_that_everyone_uses_unless_its_flow_says_so()
    {
        Assert.Equal(true, For(400)["appium:suppressKillServer"]);
        Assert.Equal(
            false,
            For(400, KeyValuePair.Create("suppressKillServer", (object)false))[
                "appium:suppressKillServer"
            ]
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:4723", true)]
    [InlineData("http://localhost:4444/wd/hub", true)]
    [InlineData("http://[::1]:4723", true)]
    [InlineData("http://farm.example.org:4444", false)]
    [InlineData("https://10.0.0.5", false)]
    public async Task A_server_on_the_loopback_address_uses_the_runs_adb_server(
        string url,
        bool shares
    )
    {
        await using var endpoint = new FixedAppiumEndpoint(new Uri(url));

        var address = await endpoint.GetAsync(
            FakeDriverSession.Attempt(),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(shares, address.SharesAdb);
    }

    private static IReadOnlyDictionary<string, object> For(
        double attempt,
        params KeyValuePair<string, object>[] more
    ) => AppiumCapabilities.For("phone", null, null, TimeSpan.FromSeconds(attempt), more);
}
