using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RetryOrchestrator.Executors.Devices.Appium;

/// <summary>
/// A port of this machine that no other run takes: a file says so that is locked by the operating
/// system, and so is free again the moment its process is gone. To look whether somebody listens
/// would not do: a server needs a second until it does, and nobody listens on the way to a device's
/// helper before the first session.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    private const int Last = 65535;

    private readonly FileStream _file;

    private PortReservation(int port, FileStream file)
    {
        Port = port;
        _file = file;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Takes the first port that no run has and nobody listens on.</summary>
    /// <param name="folder">Where the reservations of this machine's user are; made when it is not there.</param>
    /// <param name="from">The first that is tried.</param>
    /// <exception cref="AppiumServerException">There is none.</exception>
    public static PortReservation Take(string folder, int from)
    {
        try
        {
            Directory.CreateDirectory(folder);
            for (var port = from; port <= Last; port++)
            {
                if (TryTake(folder, port) is { } taken)
                {
                    return taken;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AppiumServerException(
                $"Ports cannot be reserved in '{folder}': {exception.Message}"
            );
        }

        throw new AppiumServerException($"No port from {from} on is free on this machine.");
    }

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _file.Dispose();

    private static PortReservation? TryTake(string folder, int port)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"port-{port}.lock");
        FileStream file;
        try
        {
            // The file stays: removing a locked file would let a third run lock another of its name.
            file = new FileStream(
                Path.Combine(folder, name),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException)
        {
            return null;
        }

        if (IsFree(port))
        {
            return new PortReservation(port, file);
        }

        file.Dispose();
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
