using System.Globalization;
using System.Net;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// Where the adb server is that the adb program speaks to, as the program reads it from its
/// environment: <c>ADB_SERVER_SOCKET</c>, else <c>ANDROID_ADB_SERVER_ADDRESS</c> and
/// <c>ANDROID_ADB_SERVER_PORT</c>.
/// </summary>
/// <param name="Host">Its machine; <c>localhost</c> where nothing is said.</param>
/// <param name="Port">Its port, 1 to 65535, or null for adb's own default, 5037.</param>
internal sealed record AdbServerAddress(string Host, int? Port)
{
    private const string Here = "localhost";

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLocal =>
        Host.Equals(Here, StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>Reads it.</summary>
    /// <param name="adb">The variables that adb gets besides those of this process.</param>
    /// <param name="environment">This process's environment.</param>
    public static AdbServerAddress Of(
        IReadOnlyDictionary<string, string?> adb,
        Func<string, string?> environment
    )
    {
        string? Value(string name) =>
            (adb.TryGetValue(name, out var own) ? own : environment(name)) is { Length: > 0 } value
                ? value
                : null;

        return Value("ADB_SERVER_SOCKET") is { } socket
            ? OfSocket(socket)
            : new(
                Value("ANDROID_ADB_SERVER_ADDRESS") ?? Here,
                ReadPort(Value("ANDROID_ADB_SERVER_PORT"))
            );
    }

    // "tcp:5038" or "tcp:host:5038"; all other kinds of sockets are this machine's own.
    private static AdbServerAddress OfSocket(string socket)
    {
        var words = socket.Split(':', 2);
        if (words is not ["tcp", var place])
        {
            return new(Here, null);
        }

        var colon = place.LastIndexOf(':');
        return new(
            colon > 0 ? place[..colon].Trim('[', ']') : Here,
            ReadPort(place[(colon + 1)..])
        );
    }

    private static int? ReadPort(string? text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : null;
}
