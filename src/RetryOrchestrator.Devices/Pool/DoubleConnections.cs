using System.Globalization;
using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// Phones that adb shows twice, over the network and by cable (<c>adb tcpip</c> with the cable left
/// in), or as an emulator and its port: to adb they are two devices, and two jobs would meet on one.
/// </summary>
/// <remarks>
/// A phone is the same when its <c>ro.serialno</c> is the serial of a device on the cable, which is
/// what adb reads there. Two connections over the network are not compared: cheap devices are sold
/// with one number for all.
/// </remarks>
internal static class DoubleConnections
{
    private const string Emulator = "emulator-";
    private const string Wireless = "._adb-tls-connect._tcp";

    /// <summary>The serials over the network, each with the other serial of the same phone.</summary>
    /// <param name="adb">How adb is called.</param>
    /// <param name="shown">What it shows.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        AdbClient adb,
        IReadOnlyList<DeviceInfo> shown,
        CancellationToken stop
    )
    {
        var ready = shown.Where(device => device.IsReady).Select(device => device.Serial).ToList();
        var others = ready.Where(serial => !IsNetwork(serial)).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // Where everything is on the network, nothing is asked.
        foreach (var serial in ready.Where(serial => others.Count > 0 && IsNetwork(serial)))
        {
            var other =
                BySerial(serial) is { } known && others.Contains(known) ? known
                : others.Any(one => !IsEmulator(one))
                    ? await AskAsync(adb.Device(serial), adb.Options.Limits.Probe, stop)
                        .ConfigureAwait(false)
                : null;
            if (other is not null && others.Contains(other))
            {
                found[serial] = other;
            }
        }

        return found;
    }

    /// <summary>
    /// What a serial alone tells of the phone's other one: that of wireless debugging holds it, and
    /// an emulator listens on the port after its number. Pure.
    /// </summary>
    internal static string? BySerial(string serial)
    {
        if (serial.EndsWith(Wireless, StringComparison.Ordinal) && serial.StartsWith("adb-"))
        {
            var name = serial[4..^Wireless.Length];
            var dash = name.LastIndexOf('-');
            return dash > 0 ? name[..dash] : name;
        }

        return
            serial.Split(':') is ["127.0.0.1" or "localhost", var text]
            && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Emulator}{port - 1}")
            : null;
    }

    private static bool IsNetwork(string serial) =>
        serial.Contains(':') || serial.EndsWith("._tcp", StringComparison.Ordinal);

    private static bool IsEmulator(string serial) =>
        serial.StartsWith(Emulator, StringComparison.Ordinal);

    private static async Task<string?> AskAsync(
        AdbDevice device,
        TimeSpan limit,
        CancellationToken stop
    )
    {
        var answer = await device
            .RunAsync(["getprop", "ro.serialno"], limit, stop)
            .ConfigureAwait(false);
        return answer.Succeeded ? answer.Value.Trim() : null;
    }
}
