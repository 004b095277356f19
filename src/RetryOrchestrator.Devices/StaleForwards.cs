using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices;

/// <summary>
/// The ways through adb to Appium's helper on a device. A server that is killed leaves its own
/// open, and with it its port taken. Whoever has a device's lease and no session yet knows that
/// all there are to it are stale, and so is any on the port that is its own.
/// </summary>
internal static class StaleForwards
{
    // Where the helper of the UiAutomator2 driver listens on the device, and where it shows the screen.
    private static readonly string[] Helper = ["tcp:6790", "tcp:7810"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Removes those to a device and that on a port.</summary>
    /// <param name="adb">How adb is called.</param>
    /// <param name="serial">The device, or null for the port alone.</param>
    /// <param name="systemPort">The port, or null for the device alone.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task RemoveAsync(
        AdbClient adb,
        string? serial,
        int? systemPort,
        CancellationToken stop
    )
    {
        var listed = await adb.CallAsync(["forward", "--list"], Limit, stop).ConfigureAwait(false);
        foreach (var (of, local) in Of(serial, systemPort, listed.OutputText))
        {
            await adb.CallAsync(["-s", of, "forward", "--remove", local], Limit, stop)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The stale ones in what <c>adb forward --list</c> printed. Pure.</summary>
    public static IReadOnlyList<(string Serial, string Local)> Of(
        string? serial,
        int? systemPort,
        string list
    ) =>
        list.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.TrimEntries))
            .Where(words =>
                words is [var of, var local, var remote]
                && Helper.Contains(remote)
                && (of == serial || local == FormattableString.Invariant($"tcp:{systemPort}"))
            )
            .Select(words => (words[0], words[1]))
            .ToList();
}
