using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Devices.Machine;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// A port of this machine that no other run takes, whoever's it is. To look whether somebody listens
/// would not do: a server needs a second until it does, and nobody listens on the way to a device's
/// helper before the first session.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    private const int Last = 65535;

    private readonly IDisposable _lock;

    private PortReservation(int port, IDisposable held)
    {
        Port = port;
        _lock = held;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Takes the first port that no run has and nobody listens on.</summary>
    /// <param name="locks">The machine's locks.</param>
    /// <param name="from">The first that is tried.</param>
    /// <exception cref="AppiumServerException">There is none.</exception>
    public static PortReservation Take(IMachineLocks locks, int from)
    {
        try
        {
            for (var port = from; port <= Last; port++)
            {
                if (TryTake(locks, port) is { } taken)
                {
                    return taken;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AppiumServerException($"No port can be reserved: {exception.Message}");
        }

        throw new AppiumServerException($"No port from {from} on is free on this machine.");
    }

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _lock.Dispose();

    private static PortReservation? TryTake(IMachineLocks locks, int port)
    {
        if (locks.TryTake(FormattableString.Invariant($"port {port}")) is not { } held)
        {
            return null;
        }

        if (IsFree(port))
        {
            return new PortReservation(port, held);
        }

        held.Dispose();
        return null;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port)
            {
                ExclusiveAddressUse = true,
            };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
