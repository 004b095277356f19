using System.Net;
using System.Net.Sockets;

namespace RetryOrchestrator.Executors.Devices.Appium;

/// <summary>Ports of this machine.</summary>
internal static class LocalPort
{
    private const int Last = 65535;

    /// <summary>The first free port from a number on that is not among those given away.</summary>
    /// <exception cref="AppiumServerException">None is left.</exception>
    public static int FirstFree(int from, IReadOnlyCollection<int> givenAway)
    {
        for (var port = from; port <= Last; port++)
        {
            if (!givenAway.Contains(port) && IsFree(port))
            {
                return port;
            }
        }

        throw new AppiumServerException($"No port from {from} on is free on this machine.");
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
