using System.Text;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>
/// What adb's words mean where they are more than one of the rows in <see cref="Facts.AdbFactsTests"/>.
/// </summary>
public sealed class AdbFailureTests
{
    [Theory]
    [InlineData(
        "[ 12%] /sdcard/a.mp4\r[ 25%] /sdcard/a.mp4\radb: failed to install x.apk: ",
        "connection_dropped"
    )]
    [InlineData("", "connection_dropped")]
    [InlineData("[  2%] /sdcard/clip\r[ 11%] /sdcard/clip", "connection_dropped")]
    [InlineData(
        "adb server version (32) doesn't match this client (41); killing...\n* daemon started successfully\nerror: device 'X' not found",
        "adb_server"
    )]
    [InlineData("ADB server didn't ACK\n* failed to start daemon", "adb_server")]
    [InlineData("cannot connect to daemon at tcp:5037: Connection refused", "adb_server")]
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

    [Theory]
    [InlineData(
        "remote secure_mkdirs failed: Permission denied",
        "a.mp4: 0 files pushed, 1 skipped. 12.1 MB/s (1048576 bytes in 0.083s)"
    )]
    [InlineData("remote couldn't create file: Is a directory", "a.mp4: 1 file pushed, 0 skipped.")]
    [InlineData("remote couldn't create file: No such file or directory", "a.mp4: 1 file pushed.")]
    [InlineData("remote Read-only file system", "a.mp4: 0 files pushed. 0.0 MB/s (0 bytes)")]
    public void A_push_that_the_phone_refuses_is_told_by_its_reason(string why, string summary)
    {
        var failure = AdbFailure.Of(
            Exited(
                $"[ 50%] /sdcard/a\r[100%] /sdcard/a\nadb: error: failed to copy 'a.mp4' to '/sdcard/a': {why}\n{summary}\n"
            )
        );

        Assert.Equal(
            $"adb push on X: failed to copy 'a.mp4' to '/sdcard/a': {why}",
            failure.Message
        );
        Assert.Equal(
            (FailureCategory.Infrastructure, "device_refused", 1),
            (failure.DeclaredCategory, failure.DeclaredType, failure.ExitCode)
        );
    }

    [Theory]
    [InlineData("something odd\n/a.mp4: 0 files pulled, 1 skipped.", "something odd")]
    [InlineData("/a.mp4: 0 files pulled, 1 skipped.", "/a.mp4: 0 files pulled, 1 skipped.")]
    [InlineData("adb: odd\nmore of it\na: 0 files pushed", "odd")]
    [InlineData("\u001b[31modd\u001b[0m\na: 0 files pushed", "odd")]
    public void What_was_moved_is_no_reason_where_anything_else_was_said(
        string said,
        string reason
    ) => Assert.Equal($"adb push on X: {reason}", AdbFailure.Of(Exited(said)).Message);

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
