using System.Text;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Facts;

/// <summary>
/// What the real adb was seen to say, row by row, and what it means: said to a device attempt, and
/// said in the output of a script or program that calls adb itself, where only the words are known.
/// </summary>
public sealed class AdbFactsTests
{
    public static TheoryData<string, FailureCategory, string> Rows =>
        new()
        {
            // No device, an unknown serial, several.
            { "error: no devices/emulators found", Infrastructure, "device_not_found" },
            { "error: device 'X' not found", Infrastructure, "device_not_found" },
            { "error: more than one device/emulator", Infrastructure, "device_ambiguous" },
            // Offline, unauthorized.
            { "error: device offline", Infrastructure, "device_offline" },
            { $"error: {Unauthorized}", Infrastructure, "device_unauthorized" },
            // The same in a push or pull.
            { $"{NoFeatures} no devices/emulators found", Infrastructure, "device_not_found" },
            { $"{NoFeatures} device 'X' not found", Infrastructure, "device_not_found" },
            { $"{NoFeatures} more than one device/emulator", Infrastructure, "device_ambiguous" },
            { $"{NoFeatures} device offline", Infrastructure, "device_offline" },
            { $"{NoFeatures} {Unauthorized}", Infrastructure, "device_unauthorized" },
            // Connecting: refused, no answer, unknown host, key pending.
            {
                "failed to connect to '127.0.0.1:5555': Connection refused",
                Infrastructure,
                "device_not_found"
            },
            { "failed to connect to 127.0.0.1:5555", Infrastructure, "device_offline" },
            {
                "failed to resolve host: 'phone.invalid': Name or service not known",
                Infrastructure,
                "device_not_found"
            },
            { "failed to authenticate to 127.0.0.1:5555", Infrastructure, "device_unauthorized" },
            // Lost in a push, a pull, an install.
            {
                "adb: error: failed to copy 'a.mp4' to '/sdcard/a.mp4': couldn't read from device",
                Infrastructure,
                "connection_dropped"
            },
            {
                "adb: error: failed to copy '/sdcard/a.mp4' to 'a.mp4': couldn't read from device",
                Infrastructure,
                "connection_dropped"
            },
            { "adb: failed to install x.apk: ", Infrastructure, "connection_dropped" },
            // A file that is missing here, and there.
            {
                "adb: error: cannot stat 'f': No such file or directory",
                FailureCategory.Input,
                "file_missing"
            },
            {
                "adb: error: remote object '/x' does not exist",
                FailureCategory.Unknown,
                "remote_file_missing"
            },
            // The server: another version, no answer to its start, another service on its port.
            {
                "adb server version (32) doesn't match this client (41); killing...",
                Infrastructure,
                "adb_server"
            },
            { "ADB server didn't ACK", Infrastructure, "adb_server" },
            {
                "adb: failed to check server version: protocol fault (status 48 54 54 50?!)",
                Infrastructure,
                "adb_server"
            },
            // After a restart of the server.
            {
                "* daemon not running; starting now at tcp:5037\n* daemon started successfully\nerror: device 'X' not found",
                Infrastructure,
                "device_not_found"
            },
        };

    private const FailureCategory Infrastructure = FailureCategory.Infrastructure;
    private const string NoFeatures = "adb: error: failed to get feature set:";
    private const string Unauthorized =
        "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\n"
        + "Try 'adb kill-server' if that seems wrong.\n"
        + "Otherwise check for a confirmation dialog on your device.";

    [Theory]
    [MemberData(nameof(Rows))]
    public void In_a_device_attempt(string said, FailureCategory category, string type)
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            AdbFailure.Of(
                new AdbCall
                {
                    Arguments = ["-s", "X", "push", "a", "b"],
                    End = AdbCallEnd.Exited,
                    ExitCode = 1,
                    Output = Encoding.UTF8.GetBytes(said),
                }
            )
        );

        Assert.Equal((category, type), (failure.Category, failure.Type));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void In_the_words_of_a_script_or_program_with_the_same_category(
        string said,
        FailureCategory category,
        string type
    )
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence { Message = said, ExitCode = 1 }
        );

        Assert.Equal(category, failure.Category);
        // A word that may be coarser there, and is never missing: in a program's output "failed to
        // connect" need not speak of a device.
        Assert.False(failure.Type.Length == 0, $"No type, where a device attempt says {type}.");
    }
}
