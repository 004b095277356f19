using RetryOrchestrator.Executors.Devices.Adb;

namespace RetryOrchestrator.Executors.Devices;

/// <summary>
/// The ways through adb to Appium's helper on a device. A server that is killed leaves its own
/// open; whoever has the device's lease and no session yet knows that all there are stale.
/// </summary>
internal static class StaleForwards
{
    // Where the helper of the UiAutomator2 driver listens on the device.
    private const string Helper = "tcp:6790";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task RemoveAsync(AdbClient adb, string serial, CancellationToken stop)
    {
        var listed = await adb.CallAsync(["forward", "--list"], Limit, stop).ConfigureAwait(false);
        foreach (var local in Of(serial, listed.OutputText))
        {
            await adb.CallAsync(["-s", serial, "forward", "--remove", local], Limit, stop)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The local ends of a device's forwards to the helper. Pure.</summary>
    public static IReadOnlyList<string> Of(string serial, string list) =>
        list.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.TrimEntries))
            .Where(words => words is [var of, _, Helper] && of == serial)
            .Select(words => words[1])
            .ToList();
}
