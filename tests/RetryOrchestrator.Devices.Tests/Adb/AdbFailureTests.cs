using System.Text;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Devices.Adb;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>What adb says, word by word as adb 1.0.41 says it.</summary>
public sealed class AdbFailureTests
{
    [Theory]
    [InlineData("error: no devices/emulators found", "device_not_found")]
    [InlineData("error: device 'X' not found", "device_not_found")]
    [InlineData("error: more than one device/emulator", "device_not_found")]
    [InlineData("error: device offline", "device_offline")]
    [InlineData(
        "error: device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.",
        "device_unauthorized"
    )]
    [InlineData("adb: error: failed to get feature set: device offline", "device_offline")]
    [InlineData("adb: error: failed to get feature set: device 'X' not found", "device_not_found")]
    [InlineData(
        "adb: error: failed to get feature set: no devices/emulators found",
        "device_not_found"
    )]
    [InlineData(
        "adb: error: failed to get feature set: device unauthorized.\nThis adb server's",
        "device_unauthorized"
    )]
    [InlineData("failed to connect to '127.0.0.1:1': Connection refused", "device_not_found")]
    [InlineData("failed to connect to 127.0.0.1:1", "device_offline")]
    [InlineData("failed to resolve host: 'nowhere': Name or service not known", "device_not_found")]
    [InlineData("failed to authenticate to 127.0.0.1:1", "device_unauthorized")]
    [InlineData(
        "adb: error: failed to copy 'a.mp4' to '/sdcard/a.mp4': couldn't read from device",
        "connection_dropped"
    )]
    [InlineData(
        "[ 12%] /sdcard/a.mp4\r[ 25%] /sdcard/a.mp4\radb: failed to install x.apk: ",
        "connection_dropped"
    )]
    [InlineData("", "connection_dropped")]
    [InlineData(
        "adb server version (32) doesn't match this client (41); killing...\n* daemon started successfully\nerror: device 'X' not found",
        "adb_server"
    )]
    [InlineData("ADB server didn't ACK\n* failed to start daemon", "adb_server")]
    [InlineData(
        "adb: failed to check server version: protocol fault (status 48 54 54 50?!)",
        "adb_server"
    )]
    [InlineData("cannot connect to daemon at tcp:5037: Connection refused", "adb_server")]
    [InlineData(
        "* daemon not running; starting now at tcp:5037\n* daemon started successfully\nerror: device 'X' not found",
        "device_not_found"
    )]
    [InlineData(
        "adb: error: failed to copy 'a' to '/sdcard/a': remote No space left on device",
        "device_storage_full"
    )]
    public void Infrastructure_failures_are_told_by_their_words(string said, string type)
    {
        var failure = AdbFailure.Of(Exited(said));

        Assert.Equal(FailureCategory.Infrastructure, failure.DeclaredCategory);
        Assert.Equal(type, failure.DeclaredType);
    }

    [Fact]
    public void A_missing_file_of_this_machine_is_the_jobs_fault()
    {
        var failure = AdbFailure.Of(
            Exited("adb: error: cannot stat 'clips/a.mp4': No such file or directory")
        );

        Assert.Equal(FailureCategory.Input, failure.DeclaredCategory);
        Assert.Equal("file_missing", failure.DeclaredType);
    }

    [Fact]
    public void A_missing_file_of_the_device_is_nobodys_known_fault()
    {
        var failure = AdbFailure.Of(Exited("adb: error: remote object '/x' does not exist"));

        Assert.Equal(FailureCategory.Unknown, failure.DeclaredCategory);
        Assert.Equal("remote_file_missing", failure.DeclaredType);
    }

    [Fact]
    public void What_the_device_says_is_left_to_the_rules()
    {
        var failure = AdbFailure.Of(
            Exited(
                "Performing Streamed Install\nadb: failed to install x.apk: Failure [INSTALL_FAILED_OLDER_SDK]"
            )
        );

        Assert.Null(failure.DeclaredCategory);
        Assert.Equal(1, failure.ExitCode);
        Assert.Equal(
            "adb push on X: failed to install x.apk: Failure [INSTALL_FAILED_OLDER_SDK]",
            failure.Message
        );
    }

    [Fact]
    public void A_call_that_ran_out_of_time_says_what_and_how_long()
    {
        var failure = AdbFailure.Of(
            Exited("") with
            {
                End = AdbCallEnd.TimedOut,
                Limit = TimeSpan.FromSeconds(2.5),
            }
        );

        Assert.Equal("adb_timeout", failure.DeclaredType);
        Assert.Equal("adb push on X did not end within 2.5 s", failure.Message);
    }

    [Fact]
    public void What_a_command_printed_is_not_taken_for_adbs_words()
    {
        var call = Exited("") with
        {
            Error = "curl: device offline\nsome device 'a' not found here",
        };

        Assert.Equal("connection_dropped", AdbFailure.OfShell(call).DeclaredType);
        Assert.Equal(
            "device_offline",
            AdbFailure.OfShell(call with { Error = "error: device offline" }).DeclaredType
        );
    }

    private static AdbCall Exited(string said) =>
        new()
        {
            Arguments = ["-s", "X", "push", "a", "b"],
            End = AdbCallEnd.Exited,
            ExitCode = 1,
            Output = Encoding.UTF8.GetBytes(said),
        };
}
