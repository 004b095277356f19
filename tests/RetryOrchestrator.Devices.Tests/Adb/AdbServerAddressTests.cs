using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Tests.Adb;

public class AdbServerAddressTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Theory]
    [InlineData("", "localhost", null, true)]
    [InlineData("ANDROID_ADB_SERVER_PORT=5038", "localhost", 5038, true)]
    [InlineData("ANDROID_ADB_SERVER_PORT=", "localhost", null, true)]
    [InlineData("ANDROID_ADB_SERVER_PORT=many", "localhost", null, true)]
    [InlineData("ANDROID_ADB_SERVER_PORT=70000", "localhost", null, true)]
    [InlineData("ANDROID_ADB_SERVER_ADDRESS=farm", "farm", null, false)]
    [InlineData(
        "ANDROID_ADB_SERVER_ADDRESS=10.0.0.5 ANDROID_ADB_SERVER_PORT=5038",
        "10.0.0.5",
        5038,
        false
    )]
    [InlineData("ADB_SERVER_SOCKET=tcp:5039 ANDROID_ADB_SERVER_PORT=5038", "localhost", 5039, true)]
    [InlineData("ADB_SERVER_SOCKET=tcp:farm:5039", "farm", 5039, false)]
    [InlineData("ADB_SERVER_SOCKET=tcp:[::1]:5039", "::1", 5039, true)]
    [InlineData("ADB_SERVER_SOCKET=tcp:127.0.0.1:5039", "127.0.0.1", 5039, true)]
    [InlineData("ADB_SERVER_SOCKET=localabstract:adb", "localhost", null, true)]
    public void The_server_is_the_one_that_the_adb_program_would_ask(
        string environment,
        string host,
        int? port,
        bool local
    )
    {
        var variables = environment
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(word => word.Split('=')[0], word => word.Split('=')[1]);

        var address = AdbServerAddress.Of(Nothing, name => variables.GetValueOrDefault(name));

        Assert.Equal((host, port, local), (address.Host, address.Port, address.IsLocal));
    }

    [Fact]
    public void What_adb_is_given_for_itself_beats_the_environment() =>
        Assert.Equal(
            5040,
            AdbServerAddress
                .Of(
                    new Dictionary<string, string?> { ["ANDROID_ADB_SERVER_PORT"] = "5040" },
                    name => name == "ANDROID_ADB_SERVER_PORT" ? "5038" : null
                )
                .Port
        );
}
